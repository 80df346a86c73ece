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

function readMatters(cells: Cells): SourceRow['matters'] {
  if (cells.matters === undefined)
    return [{ matterNumber: cells.matterNumber ?? null, matterDescription: cells.matterDescription ?? null }]
  if (cells.matters === null) return []
  const list: unknown = JSON.parse(cells.matters)
  if (!Array.isArray(list)) throw new SyntaxError('not a list')
  return list.map((entry: Record<string, unknown> | null) => ({
    matterNumber: textOf(entry?.matterNumber),
    matterDescription: textOf(entry?.matterDescription),
  }))
}

const mattersProblem = 'matters is not a JSON array of { matterNumber, matterDescription }'

function mattersOf(cells: Cells): Pick<SourceRow, 'matters' | 'problem'> {
  try {
    return { matters: readMatters(cells) }
  } catch {
    // One row's fault: the others of the read go on.
    return { matters: [], problem: mattersProblem }
  }
}

function voidOf(cells: Cells): Pick<SourceRow, 'isVoid' | 'problem'> {
  const text = (cells.isVoid ?? '').trim().toLowerCase()
  if (TRUE.has(text)) return { isVoid: true }
  if (FALSE.has(text)) return { isVoid: false }
  return { isVoid: false, problem: `isVoid is neither true nor false: ${text.slice(0, 40)}` }
}

/** A time without a zone is the firm's own: its day is the date. */
const dateOf = (text: string | null | undefined) => (text ? (LOCAL_TIME.exec(text)?.[1] ?? text) : null)

/** One row of the mapped SELECT as the contract has it; `kinds` are those of its columns. */
export function cellsToRow(cells: Cells, kinds: ReadonlyMap<string, ColumnKind>): SourceRow {
  const money = (name: 'balance' | 'total') => {
    const text = cells[name]
    if (text === null || text === undefined) return null
    return moneyText(text, { kind: kinds.get(name) ?? 'unknown', currency: cells.currency ?? null })
  }
  return {
    externalId: cells.externalId ?? null,
    number: cells.number ?? null,
    clientNumber: cells.clientNumber ?? null,
    clientName: cells.clientName ?? null,
    issuedOn: dateOf(cells.issuedOn),
    dueOn: dateOf(cells.dueOn),
    currency: cells.currency ?? null,
    total: money('total'),
    balance: money('balance'),
    account: cells.account ?? null,
    memo: cells.memo ?? null,
    ...voidOf(cells),
    ...mattersOf(cells),
  }
}
