import type { Queryable } from '../../base/database.ts'

const PAYER = `select t.payer_id as payer from payer_portal_postings p join transactions t on t.id = p.transaction_id where p.id = $1`

/** Whose payment a posting writes back. */
export async function payerOfPosting(tx: Queryable, posting: number): Promise<number | null> {
  const { rows } = await tx.query<{ payer: number }>({ name: 'connect-posting-payer', text: PAYER, values: [posting] })
  return rows[0]?.payer ?? null
}
