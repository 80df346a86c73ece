import type { CollectionConfig, Config } from 'payload'
import { applyOverride } from '../../src/options/applyOverride.ts'
import { resolveOptions } from '../../src/options/resolveOptions.ts'
import type { PayerPortalOptions } from '../../src/options/types.ts'

const config = {
  serverURL: 'https://pay.example.com',
  secret: 'kT9-wq3_Zb7yQm1xLr5vNc8sDf2gHj4p',
  graphQL: { disable: true },
} as Config
const options: PayerPortalOptions = {
  timeZone: 'America/New_York',
  firmName: ' Marsh & Pell ',
  accounts: { operating: { kind: 'operating', label: 'Operating' } },
}

describe('options', () => {
  it('fills in every default and leaves what was given untouched', () => {
    const frozen = Object.freeze({ ...options, times: Object.freeze({ reset: 600 }) })
    expect(resolveOptions(frozen, config)).toMatchObject({
      firmName: 'Marsh & Pell',
      staffCollection: 'users',
      enabled: true,
      times: { reset: 600, invite: 604_800 },
    })
  })

  it("takes the host's own collection with a login for the staff", () => {
    const collections: CollectionConfig[] = [
      { slug: 'pages', fields: [] },
      { slug: 'team', auth: true, fields: [] },
      { slug: 'bosses', auth: true, fields: [] },
      { slug: 'clerks', auth: true, fields: [] },
    ]
    expect(resolveOptions(options, { ...config, collections }).staffCollection).toBe('team')
    expect(resolveOptions(options, { ...config, collections, admin: { user: 'bosses' } }).staffCollection).toBe(
      'bosses',
    )
    expect(resolveOptions({ ...options, staffCollection: 'clerks' }, { ...config, collections }).staffCollection).toBe(
      'clerks',
    )
  })

  const ours = (): CollectionConfig => ({
    slug: 'payers',
    fields: [],
    access: { read: () => ({ id: { equals: 1 } }), create: () => true },
    hooks: { beforeChange: [() => undefined] },
  })
  const run = async (collection: CollectionConfig, operation: 'create' | 'read') =>
    collection.access?.[operation]?.({ req: {} } as unknown as Parameters<
      NonNullable<NonNullable<CollectionConfig['access']>['read']>
    >[0])

  it("combines an override's access with ours, so that both must allow", async () => {
    const override = ({ defaultCollection }: { defaultCollection: CollectionConfig }): CollectionConfig => ({
      ...defaultCollection,
      slug: 'other',
      access: { read: () => ({ name: { equals: 'a' } }), create: () => false },
    })
    const made = applyOverride({ defaultCollection: ours(), override, replaceAccess: undefined })
    expect(made.slug).toBe('payers')
    expect(await run(made, 'read')).toEqual({ and: [{ id: { equals: 1 } }, { name: { equals: 'a' } }] })
    expect(await run(made, 'create')).toBe(false)
  })

  it("keeps our access when an override leaves it out, and our hooks before the override's", async () => {
    const theirs = () => undefined
    const base = ours()
    const made = applyOverride({
      defaultCollection: base,
      override: () => ({ slug: 'payers', fields: [], access: { read: () => true }, hooks: { beforeChange: [theirs] } }),
      replaceAccess: undefined,
    })
    expect(await run(made, 'read')).toEqual({ id: { equals: 1 } })
    expect(await run(made, 'create')).toBe(true)
    expect(made.hooks?.beforeChange).toEqual([...(base.hooks?.beforeChange ?? []), theirs])
  })

  it('replaces our access only where it is asked for by its unsafe name', async () => {
    const made = applyOverride({ defaultCollection: ours(), override: undefined, replaceAccess: { read: () => true } })
    expect(await run(made, 'read')).toBe(true)
  })
})
