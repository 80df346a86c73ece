import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { ATTENTION_KINDS, type AttentionArea, type AttentionKind, type AttentionState } from './attentionKinds.ts'

export type AttentionFilter = {
  /** `unsettled`: everything that is not done. */
  state: AttentionState | 'unsettled' | 'all'
  kinds: readonly AttentionKind[] | null
  /** Number of a member of staff; `nobody`: what has no owner. */
  owner: { id: string } | 'nobody' | null
}

/** One thing that needs attention, as staff read it. */
export type AttentionItem = {
  id: number
  kind: AttentionKind
  title: string
  area: AttentionArea
  state: AttentionState
  /** Is its cause still there, as far as the portal can tell? */
  isThere: boolean
  message: string
  count: number | null
  /** How often its cause came. */
  times: number
  createdAt: string
  /** When it was opened last. */
  raisedAt: string
  updatedAt: string
  resolvedAt: string | null
  /** Who set it done; null when it settled itself. */
  resolvedBy: string | null
  owner: { id: string; name: string } | null
  note: string | null
  payer: { id: number; name: string | null } | null
  transaction: { id: number; reference: string } | null
  invoice: { id: number; number: string | null } | null
  posting: number | null
  run: number | null
  source: string | null
  /** Is it about money held in trust? */
  isTrust: boolean
}

type Row = Omit<AttentionItem, 'title' | 'area' | 'isTrust' | 'owner' | 'payer' | 'transaction' | 'invoice'> & {
  ownerId: string | null
  ownerName: string | null
  payerId: number | null
  payerName: string | null
  transactionId: number | null
  reference: string | null
  account: string | null
  invoiceId: number | null
  number: string | null
}

const STATES: Readonly<Record<AttentionFilter['state'], string>> = {
  all: 'true',
  unsettled: `state <> 'done'`,
  open: `state = 'open'`,
  in_progress: `state = 'in_progress'`,
  done: `state = 'done'`,
}

/** The page is cut out of its index first; what it is about is joined to these few rows alone. */
const listSql = (
  conditions: string,
): string => `select a.id, a.kind, a.state, a.is_there as "isThere", a.message, a.count, a.times,
    a.created_at as "createdAt", a.raised_at as "raisedAt", a.updated_at as "updatedAt", a.resolved_at as "resolvedAt",
    a.resolved_by_name as "resolvedBy", a.owner_id as "ownerId", a.owner_name as "ownerName", a.note,
    p.id as "payerId", p.name as "payerName", t.id as "transactionId", t.reference, coalesce(t.account, i.account) as account,
    i.id as "invoiceId", i.number, a.posting_id as posting, a.run_id as run, a.source
  from (select * from payer_portal_alerts where ${conditions} order by raised_at desc, id desc limit $1 offset $2) a
  left join transactions t on t.id = a.transaction_id
  left join payers p on p.id = coalesce(t.payer_id, a.payer_id)
  left join invoices i on i.id = a.invoice_id
  order by a.raised_at desc, a.id desc`

function conditionsOf({ state, kinds, owner }: AttentionFilter): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const parts = [STATES[state]]
  if (kinds) parts.push(`kind = any($${values.push(kinds) + 2}::text[])`)
  if (owner === 'nobody') parts.push('owner_id is null')
  else if (owner) parts.push(`owner_id = $${values.push(owner.id) + 2}`)
  return { text: parts.join(' and '), values }
}

/** Which filters the statement has, without what they look for. */
const nameOf = ({ state, kinds, owner }: AttentionFilter): string =>
  `${state}-${kinds ? 'kinds' : 'any'}-${owner === 'nobody' ? 'nobody' : owner ? 'owner' : 'any'}`

function toItem(row: Row, isTrust: boolean): AttentionItem {
  const {
    ownerId,
    ownerName,
    payerId,
    payerName,
    transactionId,
    reference,
    invoiceId,
    number,
    account: _,
    ...rest
  } = row
  const { title, area } = ATTENTION_KINDS[row.kind] ?? { title: row.kind, area: 'systems' }
  return {
    ...rest,
    title,
    area,
    isTrust,
    owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? ownerId },
    payer: payerId === null ? null : { id: payerId, name: payerName },
    transaction: transactionId === null ? null : { id: transactionId, reference: reference ?? '' },
    invoice: invoiceId === null ? null : { id: invoiceId, number },
  }
}

type Args = AttentionFilter & { payload: Payload; limit: number; page: number }

/** What needs attention, what was opened last first, by one statement. */
export async function listAttention({ payload, limit, page, ...filter }: Args) {
  const { accounts } = portalOptions(payload)
  const { text, values } = conditionsOf(filter)
  const { rows } = await poolOf(payload).query<Row>({
    name: `attention-list-${nameOf(filter)}`,
    text: listSql(text),
    values: [limit + 1, (page - 1) * limit, ...values],
  })
  const docs = rows
    .slice(0, limit)
    .map((row) => toItem(row, row.account !== null && accounts[row.account]?.kind === 'trust'))
  return { docs, hasNextPage: rows.length > limit, page }
}

const MOST = 1000
const COUNT = `select count(*)::int as count, count(*) filter (where owner_id = $1)::int as mine
  from (select owner_id from payer_portal_alerts where state <> 'done' limit ${MOST}) a`

/** How much is not settled, and how much of it this member of staff owns; counted up to a thousand. */
export async function countAttention(payload: Payload, owner: string): Promise<{ count: number; mine: number }> {
  const { rows } = await poolOf(payload).query<{ count: number; mine: number }>({
    name: 'attention-count',
    text: COUNT,
    values: [owner],
  })
  return rows[0] ?? { count: 0, mine: 0 }
}
