import type { Config } from 'payload'
import { SLUGS } from '../../base/slugs.ts'
import { OPTIONS_KEY } from '../portalOptions.ts'
import { checkOrigins, checkServerUrl } from './checkOrigins.ts'
import { checkSecret } from './checkSecret.ts'
import { refuse } from './refuse.ts'

const HOST = 'of the Payload config '
const MOST_COMPLEX = 1000

/** In production `autoLogin` would make everybody a member of staff, or hand out the password in the page. */
function checkAutoLogin({ admin }: Config): void {
  if (admin?.autoLogin) refuse('admin.autoLogin', `${HOST}must be off in production: write false, or leave it out`)
}

function checkGraphQL({ graphQL }: Config): void {
  if (graphQL?.disable) return
  const most = graphQL?.maxComplexity
  if (!Number.isInteger(most) || Number(most) < 1 || Number(most) > MOST_COMPLEX)
    refuse(
      'graphQL',
      `${HOST}is on without a limit: write { disable: true }, or { maxComplexity: 500 } (${MOST_COMPLEX} at the most)`,
    )
}

function checkSlugs({ collections = [], globals = [], custom }: Config): void {
  if (custom?.[OPTIONS_KEY]) refuse('plugins', `${HOST}have payerPortal() twice: write it once`)
  const { settings, ...ours } = SLUGS
  const taken = collections.find(({ slug }) => Object.values<string>(ours).includes(slug))?.slug
  if (taken)
    refuse('collections', `${HOST}have \`${taken}\`, a name of ours: rename yours, or change ours by \`overrides\``)
  if (globals.some(({ slug }) => slug === settings))
    refuse(
      'globals',
      `${HOST}have \`${settings}\`, a name of ours: rename yours, or change ours by \`overrideSettings\``,
    )
}

/** Payload itself adds `users` where no collection has a login. */
function checkStaff(staff: string, { collections = [], admin }: Config): void {
  const isAdded = staff === 'users' && !admin?.user && !collections.some(({ auth }) => auth)
  const found = collections.find(({ slug }) => slug === staff)
  if (!found && !isAdded)
    refuse(
      'staffCollection',
      `is \`${staff}\`, which is no collection of the Payload config: write the slug of your staff's collection, and payerPortal() after the plugin that may add it`,
    )
  if (found && !found.auth)
    refuse('staffCollection', `is \`${staff}\`, in which nobody can log in: give that collection \`auth: true\``)
}

/** Refuses a Payload config on which the portal would not be safe. */
export function checkHost(config: Config, { staff, isProduction }: { staff: string; isProduction: boolean }): void {
  checkServerUrl(config, isProduction)
  checkSecret('secret', config.secret, HOST)
  checkOrigins(config, isProduction)
  checkGraphQL(config)
  checkSlugs(config)
  checkStaff(staff, config)
  if (isProduction) checkAutoLogin(config)
}
