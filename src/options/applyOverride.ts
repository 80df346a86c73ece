import type { CollectionConfig, Endpoint } from 'payload'
import { refuse } from './checks/refuse.ts'
import { refuseSofterFields } from './checks/refuseSofterFields.ts'
import { combineAccess } from './combineAccess.ts'
import { combineHooks } from './combineHooks.ts'
import { copyConfig } from './copyConfig.ts'
import type { CollectionOverride, PayerPortalOptions } from './types.ts'

type Args = {
  defaultCollection: CollectionConfig
  override: CollectionOverride | undefined
  replaceAccess:
    | NonNullable<PayerPortalOptions['unsafeReplaceAccess']>[keyof NonNullable<
        PayerPortalOptions['unsafeReplaceAccess']
      >]
    | undefined
}

const OPERATIONS = ['create', 'read', 'update', 'delete'] as const
/** They bring doors of their own to the records, past ours. */
const REFUSED = ['orderable', 'trash', 'upload', 'enableQueryPresets'] as const

function refuseSofter(ours: CollectionConfig, given: CollectionConfig): void {
  const at = `overrides.${ours.slug}`
  if (typeof given !== 'object' || given === null)
    refuse(at, 'must return the collection: write ({ defaultCollection }) => ({ ...defaultCollection })')
  const door = REFUSED.find((name) => given[name])
  if (door) refuse(`${at}.${door}`, 'opens a door to the records past ours: leave it out')
  refuseSofterFields(at, { ours: ours.fields, theirs: given.fields })
}

/** Of two endpoints at one address the first answers, so what we have is not listed again. */
const theirEndpoints = (ours: CollectionConfig, given: CollectionConfig): Endpoint[] =>
  (given.endpoints || []).filter(
    ({ path, method }) => !(ours.endpoints || []).some((own) => own.path === path && own.method === method),
  )

/**
 * Lets the host change a collection, while access, hooks, login, slug and our fields stay as safe as ours. Throws
 * an Error that names the override when it takes away what guards a record.
 */
export function applyOverride({ defaultCollection, override, replaceAccess }: Args): CollectionConfig {
  const given = override ? override({ defaultCollection: copyConfig(defaultCollection) }) : defaultCollection
  refuseSofter(defaultCollection, given)
  const { access: ours } = defaultCollection
  return {
    ...given,
    slug: defaultCollection.slug,
    ...(defaultCollection.auth ? { auth: defaultCollection.auth } : {}),
    access: { ...ours, ...combineAccess(OPERATIONS, { ours, theirs: given.access }), ...replaceAccess },
    hooks: combineHooks(defaultCollection.hooks, given.hooks),
    endpoints: [...(defaultCollection.endpoints || []), ...theirEndpoints(defaultCollection, given)],
    disableDuplicate: true,
    versions: false,
    lockDocuments: false,
  }
}
