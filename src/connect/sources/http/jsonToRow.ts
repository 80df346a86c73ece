import { ROW_TEXTS, type RowText, type SourceRow } from '../../BillingSource.ts'

const isText = (value: unknown): value is string | null | undefined =>
  value === undefined || value === null || typeof value === 'string'

function isMatter(value: unknown): value is Record<string, string | null | undefined> {
  if (typeof value !== 'object' || value === null) return false
  const { matterNumber, matterDescription } = value as Record<string, unknown>
  return isText(matterNumber) && isText(matterDescription)
}

function readMatters(value: unknown): SourceRow['matters'] | null {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || !value.every(isMatter)) return null
  return value.map((each) => ({
    matterNumber: each.matterNumber ?? null,
    matterDescription: each.matterDescription ?? null,
  }))
}

/** One invoice of a page. What is not of its type is a reason to set the row aside; a number for an amount is, too: it may have lost a cent. */
export function jsonToRow(value: unknown): SourceRow {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const wrong = ROW_TEXTS.find((name) => !isText(given[name]))
  const text = (name: RowText) => (isText(given[name]) ? (given[name] ?? null) : null)
  const matters = readMatters(given.matters)
  const isVoid = given.isVoid ?? false
  const problem =
    (wrong && `${wrong} is not a text`) ??
    (matters === null ? 'matters is not a list of { matterNumber, matterDescription }' : undefined) ??
    (typeof isVoid === 'boolean' ? undefined : 'isVoid is neither true nor false')
  return {
    ...(Object.fromEntries(ROW_TEXTS.map((name) => [name, text(name)])) as Record<RowText, string | null>),
    matters: matters ?? [],
    isVoid: isVoid === true,
    ...(problem ? { problem } : {}),
  }
}
