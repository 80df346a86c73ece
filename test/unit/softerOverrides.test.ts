import type { CollectionConfig, Config, Field } from 'payload'
import { type PayerPortalOptions, payerPortal } from 'payload-plugin-payer-portal'
import { config, options } from './bootCheckTable.ts'

describe('O-01 overrides', () => {
  type Change = (collection: CollectionConfig) => CollectionConfig
  const boot = (overrides: PayerPortalOptions['overrides']) => () =>
    payerPortal({ ...options, ...(overrides && { overrides }) })(config)
  const everyField = (change: (field: Field) => Field | null): Change => {
    const walk = (fields: Field[]): Field[] =>
      fields.flatMap((field) => {
        const inner = 'fields' in field ? { ...field, fields: walk(field.fields) } : field
        const whole =
          'tabs' in inner ? { ...inner, tabs: inner.tabs.map((tab) => ({ ...tab, fields: walk(tab.fields) })) } : inner
        return change(whole as Field) ?? []
      })
    return (collection) => ({ ...collection, fields: walk(collection.fields) })
  }
  const only = (name: string, change: (field: Field) => Field | null) =>
    everyField((field) => ('name' in field && field.name === name ? change(field) : field))
  const rows: [string, Change, RegExp][] = [
    ['takes a field away', only('loginAccess', () => null), /`loginAccess`, which must stay/],
    ['opens a field', only('loginAccess', (field) => ({ ...field, access: {} }) as Field), /keep our `access\.create`/],
    ['changes a type', only('phone', (field) => ({ ...field, type: 'json' }) as Field), /of the type text/],
    ['drops a hook', only('name', (field) => ({ ...field, hooks: {} }) as Field), /keep our `hooks\.beforeChange`/],
    [
      'moves a column',
      only('phone', (field) => ({ ...field, localized: true }) as Field),
      /neither localized nor virtual/,
    ],
    [
      'opens a group',
      only('invite', (field) => ({ ...field, access: { read: () => true } }) as Field),
      /`invite`, which must keep/,
    ],
    ['is orderable', (collection) => ({ ...collection, orderable: true }), /`overrides\.payers\.orderable`/],
    ['has a trash', (collection) => ({ ...collection, trash: true }), /`overrides\.payers\.trash`/],
    ['returns nothing', () => undefined as unknown as CollectionConfig, /must return the collection/],
  ]
  it.each(rows)('O-01 refuses one that %s', (_what, change, message) => {
    expect(boot({ payers: ({ defaultCollection }) => change(defaultCollection) })).toThrow(message)
  })

  it('O-01 one that writes into what it is given changes nothing of ours', () => {
    const overrides: PayerPortalOptions['overrides'] = {
      payers: ({ defaultCollection }) => {
        if (defaultCollection.access) defaultCollection.access.read = () => true
        for (const hooks of Object.values(defaultCollection.hooks ?? {})) hooks.length = 0
        return defaultCollection
      },
    }
    const [first, second] = [boot(overrides)(), boot(undefined)()] as Config[]
    const hooks = (made?: Config) =>
      made?.collections?.find(({ slug }) => slug === 'payers')?.hooks?.beforeOperation?.length
    expect(hooks(first)).toBeGreaterThan(0)
    expect(hooks(first)).toBe(hooks(second))
  })

  it('O-01 an override of the settings keeps who reads and writes them', async () => {
    const made = payerPortal({
      ...options,
      overrideSettings: ({ defaultGlobal }) => ({
        ...defaultGlobal,
        slug: 'other',
        access: { read: () => true, update: () => true },
      }),
    })(config) as Config
    const global = made.globals?.find(({ slug }) => slug === 'portal-settings')
    const nobody = { req: { user: null } } as never
    expect([await global?.access?.read?.(nobody), await global?.access?.update?.(nobody)]).toEqual([false, false])
  })

  it('O-09 hooks of an override of the settings run after ours, which record the change in any case', () => {
    const own = () => undefined
    const globalOf = (made?: Config) => made?.globals?.find(({ slug }) => slug === 'portal-settings')
    const ours = globalOf(payerPortal(options)(config) as Config)?.hooks
    expect(ours?.afterChange).toHaveLength(1)
    for (const hooks of [undefined, {}, { afterChange: [own] }, { afterChange: [] }]) {
      const made = payerPortal({
        ...options,
        overrideSettings: ({ defaultGlobal: { hooks: _, ...rest } }) => ({ ...rest, ...(hooks ? { hooks } : {}) }),
      })(config) as Config
      expect(globalOf(made)?.hooks?.afterChange?.map(({ name }) => name)).toEqual(
        [...(ours?.afterChange ?? []), ...(hooks?.afterChange ?? [])].map(({ name }) => name),
      )
      expect(globalOf(made)?.hooks?.beforeOperation).toHaveLength(ours?.beforeOperation?.length ?? 0)
    }
  })

  it('O-09 hooks of logins are added to those of the collection of staff, and of no other', () => {
    const own = () => undefined
    const staff = { slug: 'users', auth: true, fields: [], hooks: { afterLogin: [own] } } as const
    const other = { slug: 'members', auth: true, fields: [] } as const
    const given = { ...config, collections: [staff, other] } as never
    const made = payerPortal(options)(given) as Config
    const hooksOf = (name: string) => made.collections?.find(({ slug }) => slug === name)?.hooks
    expect(hooksOf('users')?.afterLogin?.[0]).toBe(own)
    for (const name of ['afterLogin', 'afterLogout', 'afterError'] as const)
      expect(hooksOf('users')?.[name]).toHaveLength(name === 'afterLogin' ? 2 : 1)
    expect(hooksOf('members')).toBeUndefined()
    expect(staff.hooks.afterLogin).toHaveLength(1)
  })
})
