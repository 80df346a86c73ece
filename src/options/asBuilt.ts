import type { CollectionConfig, Field, SanitizedCollectionConfig, TabAsField } from 'payload'

/** Under this key of a collection's `custom` stands what it was built with. */
const KEY = 'payerPortalBuilt'

type AnyField = Field | TabAsField
type Functions = ReadonlyMap<string, readonly unknown[]>

const WRITING = [
  'beforeOperation',
  'beforeValidate',
  'beforeChange',
  'afterChange',
  'afterRead',
  'afterOperation',
] as const
/** What Payload adds to every collection. */
const ADDED = new Set(['id', 'createdAt', 'updatedAt'])

const hooksOf = (hooks: object | undefined): unknown[] => Object.values(hooks ?? {}).flat()

function childrenOf(field: AnyField): AnyField[] {
  if (field.type === 'tabs') return field.tabs as AnyField[]
  return 'fields' in field ? (field.fields as AnyField[]) : []
}

const nameOf = (field: AnyField): string | null =>
  'name' in field && field.type !== 'ui' && field.name ? field.name : null

/** The fields that hold data, by path, with their hooks. */
function fieldsOf(fields: readonly AnyField[], below = ''): [string, unknown[]][] {
  return fields.flatMap((field): [string, unknown[]][] => {
    const name = nameOf(field)
    if (name === null) return fieldsOf(childrenOf(field), below)
    const path = below + name
    return [[path, 'hooks' in field ? hooksOf(field.hooks) : []], ...fieldsOf(childrenOf(field), `${path}.`)]
  })
}

function functionsOf({ fields, hooks }: Pick<CollectionConfig, 'fields' | 'hooks'>): Functions {
  return new Map([
    ...WRITING.map((stage): [string, unknown[]] => [`:${stage}`, [...(hooks?.[stage] ?? [])]]),
    ...fieldsOf(fields),
  ])
}

/** The collection, with a note of the fields and hooks that it was built with. */
export const markBuilt = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  custom: { ...collection.custom, [KEY]: functionsOf(collection) },
})

/** Has nobody added a field, or a hook that runs when a row is written? */
export function isAsBuilt(collection: SanitizedCollectionConfig | undefined): boolean {
  const built = collection?.custom?.[KEY] as Functions | undefined
  if (!collection || !built) return false
  return [...functionsOf(collection as unknown as CollectionConfig)].every(([path, functions]) => {
    const known = built.get(path)
    return known ? functions.every((one) => known.includes(one)) : ADDED.has(path)
  })
}
