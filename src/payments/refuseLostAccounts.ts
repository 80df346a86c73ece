import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { portalOptions } from '../options/portalOptions.ts'

const READY = `select to_regclass('transactions') is not null as tables`

const UNDER_WAY = `select account, count(*)::int as payments from transactions
  where status in ('pending', 'requires_action', 'processing') and account <> all($1::text[]) group by account order by account`

/**
 * Stops the boot while payments or refunds are under way for a merchant account that the options do not name: it was renamed or taken out, and
 * what arrives for it would find no place. Without the tables (before the first migration) nothing is done.
 */
export async function refuseLostAccounts(payload: Payload): Promise<void> {
  const pool = poolOf(payload)
  const { rows: ready } = await pool.query<{ tables: boolean }>(READY)
  if (!ready[0]?.tables) return
  const known = Object.keys(portalOptions(payload).accounts)
  const { rows } = await pool.query<{ account: string; payments: number }>(UNDER_WAY, [known])
  if (rows.length === 0) return
  const lost = rows.map(({ account, payments }) => `${account} (${payments})`).join(', ')
  throw new Error(
    `payerPortal: \`accounts\` does not name a merchant account for which payments or refunds are under way: ${lost}. A key is no name: put it back, and take it out or rename it when these have ended. What people read is its \`label\`.`,
  )
}
