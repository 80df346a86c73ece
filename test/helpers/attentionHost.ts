import { staffRoles } from 'payload-plugin-payer-portal'
import { poolOf, withTransaction } from '../../src/base/database.ts'
import type { BillingSource } from '../../src/connect/BillingSource.ts'
import { createPosting } from '../../src/connect/posting/createPosting.ts'
import type { SourceError } from '../../src/connect/SourceError.ts'
import { createPayer } from '../factories/createPayer.ts'
import { type Answer, bootHost, type Host } from './host/bootHost.ts'
import { loginStaffOf, type StaffLogin, usersWithRoles } from './loginStaffOf.ts'
import { runJobs } from './mailJobs.ts'
import { createMemoryBilling, type MemoryBilling } from './memoryBilling.ts'

type Role = 'admin' | 'manager' | 'collector' | 'readonly'

export type AttentionHost = Host & {
  billing: MemoryBilling
  staff: Record<Role, StaffLogin>
  payer: number
  /** What the source does when it is asked to write; null: what the books in memory do. */
  refuse: (error: SourceError | null) => void
  query(text: string, values?: unknown[]): Promise<any[]>
  jobs(): Promise<void>
  /** Calls as a member of staff. */
  as(role: Role, path: string, call?: { method?: string; body?: unknown }): Promise<Answer>
  /** The list as the read-only member of staff sees it. */
  list(query?: string): Promise<any[]>
  /** A succeeded payment of an invoice of the books, with its posting and the posting's job. */
  book(externalId?: string): Promise<{ transaction: number; posting: number; reference: string }>
}

let counter = 0

async function insertPayment(host: Host, { payer, externalId }: { payer: number; externalId: string }) {
  counter += 1
  const reference = `AT-${counter}`
  return await withTransaction(host.payload, async (tx) => {
    const made = await tx.query<{ id: number }>({
      text: `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account, settled_at)
        values ($1, 'payment', 'succeeded', $2, 'portal', 1000, 'usd', 'operating-ny', now()) returning id`,
      values: [reference, payer],
    })
    const transaction = made.rows[0]?.id ?? 0
    await tx.query({
      text: `with i as (update invoices set pending = pending + 1000 where external_id = $1 returning id, number)
        insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending)
        select 1, $2::int, 'a' || $2::int, i.id, i.number, 1000, 1000 from i`,
      values: [externalId, transaction],
    })
    await createPosting(tx, { transaction })
    const posting = await tx.query<{ id: number }>({
      text: 'select id from payer_portal_postings where transaction_id = $1',
      values: [transaction],
    })
    return { transaction, posting: posting.rows[0]?.id ?? 0, reference }
  })
}

/** A host with books in memory, and a member of staff of each role. */
export async function bootAttentionHost(): Promise<AttentionHost> {
  const billing = createMemoryBilling({ invoices: 45 })
  let refusal: SourceError | null = null
  const source: BillingSource = {
    ...billing.source,
    post: (posting) => (refusal ? Promise.reject(refusal) : (billing.source.post?.(posting) ?? Promise.reject())),
  }
  const host = await bootHost({
    config: { collections: [usersWithRoles] },
    portal: { sources: [source], staffMay: staffRoles() },
  })
  const staff = {} as Record<Role, StaffLogin>
  for (const role of ['admin', 'manager', 'collector', 'readonly'] as const)
    staff[role] = await loginStaffOf(host, { roles: [role] })
  const payer = await createPayer(host.payload)
  const as: AttentionHost['as'] = (role, path, call = {}) => host.call(path, { ...call, headers: staff[role].headers })
  return {
    ...host,
    billing,
    staff,
    payer,
    refuse: (error) => {
      refusal = error
    },
    query: async (text, values = []) => (await poolOf(host.payload).query(text, values)).rows,
    jobs: () => runJobs(host.payload),
    as,
    list: async (query = '') => {
      const { status, body, text } = await as('readonly', `/api/attention?${query}`)
      if (status !== 200) throw new Error(`${status} ${text}`)
      return body.docs as any[]
    },
    book: (externalId = 'id-1') => insertPayment(host, { payer, externalId }),
  }
}
