import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { readAmount } from '../../base/money.ts'
import { isOpenSql } from '../../base/openInvoices.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { POSTING_CODES, type PostingCode } from '../../options/postingSettings.ts'
import { amountDueSql } from '../../payments/amountDue.ts'

/** One line of a posting's history. */
export type PostingMove = { at: string; status: string; message: string | null; by: string | null }

/** What the billing system was last asked to write beside the money: the codes of the account, and the day. */
export type PostingSent = Record<PostingCode, string | null> & { postedOn: string | null }

/** An invoice that could take a part of the payment in place of its own. Minor units. */
export type PostingChoice = {
  invoice: number
  number: string
  clientNumber: string
  matterNumber: string | null
  dueOn: string | null
  /** The most that it can take of this payment. */
  most: number
}

const MOVES = `select at, status, message, by from payer_portal_posting_moves where posting_id = $1 order by id desc limit 200`

/**
 * Open invoices of the same source, client, account and currency, for trust money (accounts $2) of the same matter too; with what
 * this payment holds of them itself given free.
 */
export const CHOICES_SQL = `select i.id as invoice, i.number, i.client_number as "clientNumber", i.matter_number as "matterNumber", i.due_on as "dueOn",
    ${amountDueSql('i', 'coalesce(i.pending, 0) - coalesce(own.pending, 0)')} as most
  from payer_portal_postings p
  join transactions t on t.id = p.transaction_id
  join invoices i on i.source = p.source and i.currency = t.currency and i.account = t.account and ${isOpenSql('i')} and i.removed_at is null and i.hold is null
    and exists (select from transactions_allocations a join invoices o on o.id = a.invoice_id
      where a._parent_id = t.id and o.client_number = i.client_number and (t.account <> all($2::text[]) or o.matter_number = i.matter_number))
  left join lateral (
    select sum(a.pending) as pending from transactions_allocations a where a._parent_id = t.id and a.invoice_id = i.id
  ) own on true
  where p.id = $1 and t.kind = 'payment' and i.balance > coalesce(i.pending, 0) - coalesce(own.pending, 0)`

const PAGE = `${CHOICES_SQL} order by i.due_on nulls last, i.number, i.id limit 200`

const SENT = 'select sent from payer_portal_postings where id = $1'

type Sent = { sent: Partial<PostingSent> | null }

/** The history of a posting, the newest first, and what was last to be written; null before the first try. Throws `posting_not_found`. */
export async function readPostingHistory(
  payload: Payload,
  posting: number,
): Promise<{ docs: PostingMove[]; sent: PostingSent | null }> {
  const pool = poolOf(payload)
  const found = await pool.query<Sent>({ name: 'connect-posting-sent', text: SENT, values: [posting] })
  if (!found.rows[0]) throw new PortalError('posting_not_found')
  const { rows } = await pool.query<PostingMove>({ name: 'connect-posting-moves', text: MOVES, values: [posting] })
  const { sent } = found.rows[0]
  if (!sent) return { docs: rows, sent: null }
  const codes = Object.fromEntries(POSTING_CODES.map((code) => [code, sent[code] ?? null])) as Record<
    PostingCode,
    string | null
  >
  return { docs: rows, sent: { ...codes, postedOn: sent.postedOn ?? null } }
}

/** Keys of the accounts whose money belongs to one matter. */
export const trustAccounts = (payload: Payload): string[] =>
  Object.entries(portalOptions(payload).accounts)
    .filter(([, { kind }]) => kind === 'trust')
    .map(([key]) => key)

/** The invoices that could take this payment instead, at most 200, the oldest first. */
export async function readPostingChoices(payload: Payload, posting: number): Promise<PostingChoice[]> {
  const { rows } = await poolOf(payload).query<Omit<PostingChoice, 'most'> & { most: string }>({
    name: 'connect-posting-choices',
    text: PAGE,
    values: [posting, trustAccounts(payload)],
  })
  return rows.map((row) => ({ ...row, most: readAmount(row.most) }))
}
