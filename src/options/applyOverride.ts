import type { Access, CollectionConfig, Where } from 'payload'
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

/** Both must allow; two conditions must both hold. A condition never counts as a plain yes. */
function both(ours: Access, theirs: Access): Access {
  return async (args) => {
    const first = await ours(args)
    if (first === false) return false
    const second = await theirs(args)
    if (second === false) return false
    const conditions = [first, second].filter(
      (result): result is Where => typeof result === 'object' && result !== null,
    )
    if (conditions.length < 2) return conditions[0] ?? (first === true && second === true)
    return { and: conditions }
  }
}

function combineAccess(
  ours: CollectionConfig['access'],
  theirs: CollectionConfig['access'],
  replace: Args['replaceAccess'],
): CollectionConfig['access'] {
  const combined = { ...ours }
  for (const operation of OPERATIONS) {
    const own = ours?.[operation]
    const given = theirs?.[operation]
    const replacement = replace?.[operation]
    if (replacement) combined[operation] = replacement
    else if (own && given && given !== own) combined[operation] = both(own, given)
  }
  return combined
}

type Hooks = NonNullable<CollectionConfig['hooks']>

/** Ours run first and always; hooks of the override that are not ours follow. */
function combineHooks(ours: Hooks = {}, theirs: Hooks = {}): Hooks {
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]) as Set<keyof Hooks>
  const entries = [...names].map((name) => {
    const own = (ours[name] ?? []) as unknown[]
    const given = (theirs[name] ?? []) as unknown[]
    return [name, [...own, ...given.filter((hook) => !own.includes(hook))]]
  })
  return Object.fromEntries(entries) as Hooks
}

/** Lets the host change a collection, while access, hooks, login and slug stay as safe as ours. */
export function applyOverride({ defaultCollection, override, replaceAccess }: Args): CollectionConfig {
  const given = override ? override({ defaultCollection }) : defaultCollection
  const access = combineAccess(defaultCollection.access, given.access, replaceAccess)
  return {
    ...given,
    slug: defaultCollection.slug,
    ...(defaultCollection.auth ? { auth: defaultCollection.auth } : {}),
    ...(access ? { access } : {}),
    hooks: combineHooks(defaultCollection.hooks, given.hooks),
    endpoints: [
      ...(defaultCollection.endpoints || []),
      ...(given.endpoints || []).filter((endpoint) => !(defaultCollection.endpoints || []).includes(endpoint)),
    ],
    disableDuplicate: true,
    versions: false,
    lockDocuments: false,
  }
}
