import { ATTENTION_KINDS, type AttentionState } from '../../attention/attentionKinds.ts'
import type { AttentionItem as Served } from '../../attention/listAttention.ts'
import type { StaffAction } from '../../options/staffActions.ts'

export type AttentionItem = Served

export type AttentionFilter = { state: string; kind: string; owner: string }
export const NO_FILTER: AttentionFilter = { state: 'unsettled', kind: '', owner: '' }

export const STATE_WORDS: Readonly<Record<AttentionState, string>> = {
  open: 'Open',
  in_progress: 'In progress',
  done: 'Done',
}

export const STATE_OPTIONS = [
  { value: 'unsettled', label: 'Open and in progress' },
  { value: 'open', label: 'Open' },
  { value: 'in_progress', label: 'In progress' },
  { value: 'done', label: 'Done' },
  { value: 'all', label: 'All' },
]

export const KIND_OPTIONS = [
  { value: '', label: 'Everything' },
  { value: 'money', label: 'All about money' },
  { value: 'systems', label: 'All about syncs and mails' },
  ...Object.entries(ATTENTION_KINDS)
    .map(([value, { title }]) => ({ value, label: title as string }))
    .sort((a, b) => a.label.localeCompare(b.label)),
]

/** The query of one page. Pure. */
export function attentionQuery({ state, kind, owner }: AttentionFilter, page: number): string {
  const query = new URLSearchParams({ state, limit: '25', page: String(page) })
  if (kind) query.set('kind', kind)
  if (owner) query.set('owner', owner)
  return query.toString()
}

/** May whoever may do this settle an item of that area? Pure. */
export const maySettle = (may: (action: StaffAction) => boolean, { area }: Pick<AttentionItem, 'area'>): boolean =>
  may('attention.settle') && (area === 'money' || may('attention.systems'))

/** How it stands, in words. Pure. */
export function stateText({
  state,
  isThere,
  resolvedBy,
}: Pick<AttentionItem, 'state' | 'isThere' | 'resolvedBy'>): string {
  if (state !== 'done') return STATE_WORDS[state]
  if (!resolvedBy) return 'Settled itself'
  return isThere ? `Done by ${resolvedBy}` : `Done by ${resolvedBy}; its cause is gone`
}

export type Target = { path: `/${string}`; query?: Record<string, string>; label: string }

/** Where the source of an item stands: its run, its rows that were set aside, or the source itself. */
function sourceTarget({ kind, source, run }: AttentionItem): Target | null {
  if (!source) return null
  if (run !== null) return { path: '/connect', query: { run: String(run) }, label: `Run ${run} of ${source}` }
  if (kind === 'rows_parked') return { path: '/connect', query: { parked: source }, label: `Rows of ${source}` }
  return { path: '/connect', label: `Source ${source}` }
}

/** Where an item leads, the nearest first. Pure. */
export function targetsOf(item: AttentionItem): Target[] {
  const { transaction, invoice, payer, posting } = item
  const targets: (Target | null)[] = [
    posting !== null && transaction
      ? { path: '/postings', query: { q: transaction.reference }, label: `Posting of ${transaction.reference}` }
      : null,
    transaction && {
      path: `/collections/transactions/${transaction.id}`,
      label: `Transaction ${transaction.reference}`,
    },
    invoice && { path: `/collections/invoices/${invoice.id}`, label: `Invoice ${invoice.number ?? invoice.id}` },
    payer && { path: `/collections/payers/${payer.id}`, label: `Payer ${payer.name?.trim() || payer.id}` },
    transaction || invoice ? null : sourceTarget(item),
  ]
  return targets.filter((target) => target !== null)
}
