import { CONDITION_FIELDS, type ConditionField } from './association.ts'

export const PAGE_SIZE = 25

/** One search: the text, the field it is looked for in, and parts that the columns must contain. */
export type ConnectQuery = {
  by: ConditionField
  q: string
  filters: Partial<Record<ConditionField, string>>
  page: number
}

/** The query string of `GET /connect/search`. Blank filters are left out. */
export function connectQueryString({ by, q, filters, page }: ConnectQuery): string {
  const params = new URLSearchParams({ by, q: q.trim(), limit: String(PAGE_SIZE), page: String(page) })
  for (const field of CONDITION_FIELDS) {
    const part = filters[field]?.trim()
    if (part) params.set(field, part)
  }
  return params.toString()
}

/** The columns of the results of a search by `by`: a client's, a matter's or an invoice's. */
export function columnsOf(by: ConditionField): readonly ConditionField[] {
  if (by === 'invoiceNumber')
    return ['invoiceNumber', 'clientNumber', 'clientName', 'matterNumber', 'matterDescription']
  if (by === 'matterNumber' || by === 'matterDescription')
    return ['matterNumber', 'matterDescription', 'clientNumber', 'clientName']
  return ['clientNumber', 'clientName']
}
