import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { postgresAdapter } from '@payloadcms/db-postgres'
import type { Config } from 'payload'
import { type PayerPortalOptions, payerPortal } from 'payload-plugin-payer-portal'
import { stripeGateway } from 'payload-plugin-payer-portal/stripe'
import { withPortalTables } from '../../src/database/withPortalTables.ts'
import { checkVersions } from '../../src/options/checks/checkVersions.ts'
import { installedVersions } from '../../src/options/checks/installedVersions.ts'
import { resolveOptions } from '../../src/options/resolveOptions.ts'
import { config, HOST, OPTIONS, options } from './bootCheckTable.ts'

const VERSIONS = { payload: '3.90.2', '@payloadcms/db-postgres': '3.90.2', '@payloadcms/next': '3.90.2' }
const PRODUCTION = { isProduction: true, versions: VERSIONS }

/** Frozen down to the functions, so that writing to it throws. */
function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const part of Object.values(value)) freeze(part)
  return value
}

const refused = (given: unknown, host: unknown) => () =>
  resolveOptions({ ...options, ...(given as object) }, { ...config, ...(host as object) }, PRODUCTION)

describe('O-01 boot', () => {
  it('takes a good host, and leaves its config and options as they were', () => {
    const [given, host] = [freeze({ ...options, gateway: undefined }), freeze({ ...config })]
    const made = payerPortal(given as PayerPortalOptions)(host) as Config
    expect(made.collections?.map(({ slug }) => slug)).toContain('invoices')
    expect(host.collections?.map(({ slug }) => slug)).toEqual(['users'])
    expect(resolveOptions(given as PayerPortalOptions, host, PRODUCTION)).toMatchObject({ times: { reset: 600 } })
  })

  const rows = [...OPTIONS, ...HOST].map(([what, ...row]) => [what, row] as const)
  it.each(rows)('O-01 refuses %s and says what to write', (_what, [given, host, name, instead]) => {
    expect(refused(given, host)).toThrow(`payerPortal: \`${name}\` `)
    expect(refused(given, host)).toThrow(instead)
  })

  it('O-01 never shows a secret', () => {
    const weak = 'changeme-changeme-changeme-changeme-42'
    for (const [given, host] of [
      [{}, { secret: weak }],
      [{ mailWebhookSecret: weak }, {}],
      [{ encryptionSecrets: [weak] }, {}],
    ])
      expect(refused(given, host)).toThrow(expect.objectContaining({ message: expect.not.stringContaining(weak) }))
  })

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'http://demo.localhost'])(
    'O-01 takes %s in production: nobody is on the way to this machine',
    (serverURL) => {
      expect(resolveOptions(options, { ...config, serverURL, csrf: [serverURL], cors: [] }, PRODUCTION)).toBeDefined()
    },
  )

  it('O-01 takes http and autoLogin in development', () => {
    const host = {
      ...config,
      serverURL: 'http://pay.test',
      csrf: [],
      cors: [],
      admin: { autoLogin: { email: 'a@b.test' } },
    }
    expect(resolveOptions(options, host, { ...PRODUCTION, isProduction: false })).toBeDefined()
  })

  it('O-01 takes GraphQL with a limit', () => {
    expect(resolveOptions(options, { ...config, graphQL: { maxComplexity: 500 } }, PRODUCTION)).toBeDefined()
  })

  it.each(['webhookSecret', 'secretKey', 'publishableKey'])(
    'O-01 refuses a gateway whose %s has a wrong form',
    (name) => {
      const keys = { secretKey: 'sk_test_abc', publishableKey: 'pk_test_abc', webhookSecret: 'whsec_abc' }
      expect(() => stripeGateway({ ...keys, [name]: 'abc' })).toThrow(`\`${name}\``)
    },
  )
})

describe('O-01 the database', () => {
  const before = process.env.NODE_ENV
  afterEach(() => {
    Object.assign(process.env, { NODE_ENV: before })
  })
  const init = (given: object) => () =>
    withPortalTables(postgresAdapter({ pool: {}, ...given })).init({ payload: {} as never })

  it('O-01 refuses push in production, and takes it in development', () => {
    expect(init({ push: true })).not.toThrow()
    Object.assign(process.env, { NODE_ENV: 'production' })
    expect(init({ push: true })).toThrow(/`db\.push`.*push: false/)
    expect(init({ push: false })).not.toThrow()
    expect(init({})).not.toThrow()
  })

  it('O-01 refuses ids that are not serial, and another database', () => {
    expect(init({ idType: 'uuid' })).toThrow(/`db\.idType` must be serial/)
    const other = { ...postgresAdapter({ pool: {} }), init: () => ({ packageName: '@payloadcms/db-sqlite' }) as never }
    expect(() => withPortalTables(other).init({ payload: {} as never })).toThrow(/`db`.*postgresAdapter/)
  })
})

describe('O-01 versions', () => {
  const told: [string, Record<string, string>, RegExp][] = [
    ['Payload below the floor', { payload: '3.90.1' }, /`payload` has the version 3\.90\.1.*3\.90\.2 or newer/],
    ['Payload of an older minor', { payload: '3.9.9' }, /`payload` has the version 3\.9\.9/],
    ['a pre-release of the floor', { payload: '3.90.2-canary.1' }, /`payload`/],
    ['the next major', { payload: '4.0.0' }, /below 4/],
    ['something unreadable', { payload: 'workspace' }, /`payload`/],
    ['an adapter below the floor', { '@payloadcms/db-postgres': '3.89.0' }, /`@payloadcms\/db-postgres` has/],
    [
      'mixed versions',
      { '@payloadcms/next': '3.91.0' },
      /`@payloadcms\/next` has the version 3\.91\.0 and payload has 3\.90\.2.*one version/,
    ],
  ]
  it.each(told)('O-01 refuses %s', (_what, versions, message) => {
    expect(() => checkVersions({ ...VERSIONS, ...versions })).toThrow(message)
  })

  it('O-01 takes newer ones of one version', () => {
    expect(() => checkVersions({ payload: '3.100.0', '@payloadcms/ui': '3.100.0' })).not.toThrow()
  })

  it('O-01 reads the packages that are there, the nearest first', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'versions-'))
    const write = (at: string, version: string) => {
      mkdirSync(path.join(folder, at), { recursive: true })
      writeFileSync(path.join(folder, at, 'package.json'), JSON.stringify({ version }))
    }
    write('node_modules/payload', '3.90.2')
    write('node_modules/@payloadcms/db-postgres', '3.90.2')
    write('app/node_modules/@payloadcms/db-postgres', '3.88.0')
    const found = installedVersions([path.join(folder, 'app/src')])
    rmSync(folder, { recursive: true })
    expect(found).toMatchObject({ payload: '3.90.2', '@payloadcms/db-postgres': '3.88.0' })
    expect(() => checkVersions(found)).toThrow(/3\.88\.0/)
    expect(installedVersions()).toMatchObject({ payload: '3.90.2', '@payloadcms/drizzle': '3.90.2' })
  })
})
