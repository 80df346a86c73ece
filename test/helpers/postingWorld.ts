import { poolOf, withTransaction } from '../../src/base/database.ts'
import type { BillingSource } from '../../src/connect/BillingSource.ts'
import { createPosting } from '../../src/connect/posting/createPosting.ts'
import { postTransaction } from '../../src/connect/posting/postTransaction.ts'
import type { SqlPosting } from '../../src/connect/sources/sql/SqlSourceOptions.ts'
import { sqlSource } from '../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../src/connect/sync/syncSource.ts'
import type { MerchantAccount } from '../../src/options/types.ts'
import { createPayer } from '../factories/createPayer.ts'
import { bootHost, type Host } from './host/bootHost.ts'
import type { HostOptions } from './host/hostConfig.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from './ledgerDatabase.ts'

export type Booked = { transaction: number; reference: string; posting: number }
export type Booking = {
  kind?: 'payment' | 'refund'
  original?: number
  /** Cents per bill of the ledger. */
  lines?: Record<string, number>
  account?: string
  by?: number
}

export type PostingWorld = {
  host: Host
  ledger: LedgerDatabase
  /** The source, whose `post` and settings a test may replace. */
  source: BillingSource
  payer: number
  accounts: Record<string, MerchantAccount>
  query<Row = Record<string, any>>(text: string, values?: unknown[]): Promise<Row[]>
  /** A transaction as payments book it, with what it holds, its posting and the posting's job. */
  book(given?: Booking): Promise<Booked>
  run(posting: number, how?: { byHand?: boolean }): Promise<void>
  sync(): Promise<void>
  state(posting: number): Promise<Record<string, any>>
  /** `[pending, due]` of a bill. */
  amounts(bill: string): Promise<[number, number]>
  /** What the firm's books have, oldest first. */
  receipts(): Promise<Record<string, any>[]>
  /** Empties both books and writes bills of 100.00 anew. */
  reset(bills?: string[]): Promise<void>
  close(): Promise<void>
}

/** Receipts with the codes of an account, and a table of closed periods. */
const EXTRA = `alter table receipts add code text, add type text, add bank text, add msg text;
create table closed (acct text primary key, through date);`

const SETTINGS_INSERT = `insert into receipts (ref, kind, orig, acct, ccy, amt, paid, code, type, bank, msg)
 values (:reference, :kind, :originalReference, :account, :currency, :signedAmount::numeric, :postedOn::date, :ledgerCode, :transactionType, :bankAccount, :arMessage) returning id as "externalId"`

/** Names every setting, and asks for closed periods. */
export const SETTINGS_POSTING: SqlPosting = {
  ...LEDGER_MAPPING.posting,
  insert: SETTINGS_INSERT,
  closedThrough: `select max(through) as "closedThrough" from closed where acct = :account`,
}

const STATE = `select p.status, t.posting_status::text as shown, p.error, p.external_id as "externalId", p.attempts, p.in_doubt as "inDoubt",
  p.read_back_at is not null as "isReadBack", p.sent ->> 'postedOn' as "postedOn" from payer_portal_postings p join transactions t on t.id = p.transaction_id where p.id = $1`

const ADD = `with i as (update invoices set pending = pending + $5::numeric where external_id = $1 returning id, number)
  insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending)
  select $3::int, $2::int, 'a' || $2::int || '-' || $3::int, i.id, i.number, $4::numeric, $5::numeric from i`

type Options = { posting?: SqlPosting; host?: Omit<HostOptions, 'databaseUrl'> }

/** A portal over a small billing database, in which transactions are booked without a gateway. */
export async function openPostingWorld({
  posting = LEDGER_MAPPING.posting,
  host: given = {},
}: Options = {}): Promise<PostingWorld> {
  const ledger = await createLedgerDatabase()
  await ledger.query(EXTRA)
  const source = { ...sqlSource({ ...LEDGER_MAPPING, posting, connection: ledger.url }) }
  const host = await bootHost({ ...given, portal: { ...given.portal, sources: [source] } })
  const { payload } = host
  const payer = await createPayer(payload)
  let counter = 0
  const query: PostingWorld['query'] = async <Row>(text: string, values: unknown[] = []) =>
    (await poolOf(payload).query(text, values)).rows as Row[]
  const book: PostingWorld['book'] = ({
    kind = 'payment',
    original,
    lines = { b1: 4000 },
    account = 'operating-ny',
    by = payer,
  } = {}) => {
    counter += 1
    const reference = `PP-${counter}`
    const amount = Object.values(lines).reduce((sum, line) => sum + line, 0)
    const sign = kind === 'payment' ? 1 : -1
    return withTransaction(payload, async (tx) => {
      const { rows } = await tx.query<{ id: number }>({
        text: `insert into transactions (reference, kind, status, payer_id, original_id, channel, amount, currency, account, settled_at) values ($1, $2, 'succeeded', $3, $4, 'portal', $5, 'usd', $6, '2026-06-01T03:00:00Z') returning id`,
        values: [reference, kind, by, original ?? null, amount, account],
      })
      const transaction = rows[0]?.id ?? 0
      for (const [at, [bill, line]] of Object.entries(lines).entries())
        await tx.query({ text: ADD, values: [bill, transaction, at + 1, line, sign * line] })
      await createPosting(tx, { transaction })
      const made = await tx.query<{ id: number }>({
        text: 'select id from payer_portal_postings where transaction_id = $1',
        values: [transaction],
      })
      return { transaction, reference, posting: made.rows[0]?.id ?? 0 }
    })
  }
  const sync = async () => {
    const run = await syncSource({ payload, source: source.key })
    if (run.status !== 'succeeded') throw new Error(`${run.status}: ${run.error}`)
  }
  return {
    host,
    ledger,
    source,
    payer,
    accounts: (payload.config.custom.payerPortal as { accounts: Record<string, MerchantAccount> }).accounts,
    query,
    book,
    sync,
    run: (id, how = {}) => postTransaction({ payload, posting: id, ...how }),
    state: async (id) => (await query(STATE, [id]))[0] ?? {},
    amounts: async (bill) => {
      const [row] = await query(
        'select pending, greatest(0, balance - pending) as due from invoices where external_id = $1',
        [bill],
      )
      return [Number(row?.pending), Number(row?.due)]
    },
    receipts: () =>
      ledger.query(
        `select r.ref, r.kind, r.amt::text, r.paid::text, r.code, r.type, r.bank, r.msg, json_agg(json_build_array(l.bill, l.amt) order by l.line) as lines from receipts r join receipt_lines l on l.receipt = r.id group by r.id order by r.id`,
      ),
    reset: async (bills = ['b1', 'b2']) => {
      await ledger.query('truncate bills, receipts, receipt_lines, clients, closed restart identity')
      await query(
        'truncate invoices, invoices_matters, transactions, transactions_allocations, payer_portal_postings, payer_portal_posting_moves, payer_portal_sync_runs, payer_portal_alerts restart identity cascade',
      )
      await query('delete from graphile_worker._private_jobs')
      for (const bill of bills)
        await ledger.query(`insert into bills (id, no, client, client_name) values ($1, 'N-' || $1, 'C-1', 'Client')`, [
          bill,
        ])
      await sync()
    },
    close: async () => {
      await source.close()
      await host.close()
      await ledger.close()
    },
  }
}
