import type { SourceRow } from '../../BillingSource.ts'
import { moneyText } from './moneyText.ts'
import type { ColumnKind } from './SqlDialect.ts'

export const REQUIRED_INVOICE_COLUMNS = [
  'externalId',
  'number',
  'clientNumber',
  'clientName',
  'currency',
  'balance',
] as const
const OPTIONAL = [
  'matters',
  'matterNumber',
  'matterDescription',
  'issuedOn',
  'dueOn',
  'total',
  'account',
  'isVoid',
  'memo',
] as const
export const INVOICE_COLUMNS = [...REQUIRED_INVOICE_COLUMNS, ...OPTIONAL]

/** What a row holds, each cell as text. */
export type Cells = Partial<Record<(typeof INVOICE_COLUMNS)[number], string | null>>

const TRUE = new Set(['true', 't', '1', 'y', 'yes'])
const FALSE = new Set(['', 'false', 'f', '0', 'n', 'no'])
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/

function textOf(value: unknown): string | null {
  if (typeof value === 'object' && value !== null) throw new SyntaxError('not a text')
  return value === null || value === undefined ? null : String(value)
}

function parseMatters(text: string): SourceRow['matters'] {
  const list: unknown = JSON.parse(text)
  if (!Array.isArray(list)) throw new SyntaxError('not a list')
  return list.map((entry: Record<string, unknown> | null) => ({
    matterNumber: textOf(entry?.matterNumber),
    matterDescription: textOf(entry?.matterDescription),
  }))
}

/** What a row says of its matters, or that it cannot be read: one row's fault, the others of the read go on. */
function addMatters(row: SourceRow, cells: Cells): void {
  if (cells.matters === undefined) {
    const { matterNumber = null, matterDescription = null } = cells
    if (matterNumber !== null || matterDescription !== null) row.matters = [{ matterNumber, matterDescription }]
    return
  }
  try {
    if (cells.matters !== null) row.matters = parseMatters(cells.matters)
  } catch {
    row.problem = 'matters is not a JSON array of { matterNumber, matterDescription }'
  }
}

function addVoid(row: SourceRow, cell: string): void {
  const text = cell.trim().toLowerCase()
  row.isVoid = TRUE.has(text)
  if (!(row.isVoid || FALSE.has(text))) row.problem = `isVoid is neither true nor false: ${text.slice(0, 40)}`
}

const DATE_LENGTH = 10

/** A time without a zone is the firm's own: its day is the date. */
const dateOf = (text: string | null | undefined) =>
  text && text.length > DATE_LENGTH ? (LOCAL_TIME.exec(text)?.[1] ?? text) : text || null

type Money = { kind: ColumnKind; currency: string | null }

const moneyOf = (text: string | null | undefined, money: Money) =>
  text === null || text === undefined ? null : moneyText(text, money)

/**
 * How a row of the mapped SELECT, whose columns are of these `kinds`, becomes the row of the contract. Made once for a read: it
 * runs for every invoice of it.
 */
export function rowReader(kinds: ReadonlyMap<string, ColumnKind>): (cells: Cells) => SourceRow {
  const { total = 'unknown', balance = 'unknown' } = Object.fromEntries(kinds)
  return (cells) => {
    const currency = cells.currency ?? null
    const row: SourceRow = {
      externalId: cells.externalId ?? null,
      number: cells.number ?? null,
      clientNumber: cells.clientNumber ?? null,
      clientName: cells.clientName ?? null,
      issuedOn: dateOf(cells.issuedOn),
      dueOn: dateOf(cells.dueOn),
      currency,
      total: moneyOf(cells.total, { kind: total, currency }),
      balance: moneyOf(cells.balance, { kind: balance, currency }),
      account: cells.account ?? null,
      memo: cells.memo ?? null,
      isVoid: false,
      matters: [],
    }
    if (cells.isVoid) addVoid(row, cells.isVoid)
    addMatters(row, cells)
    return row
  }
}
