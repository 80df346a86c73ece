import type { Queryable } from '../../base/database.ts'

/** One payer's payment methods change one after the other, so that only one can be the default. */
export async function lockMethods(tx: Queryable, payer: number): Promise<void> {
  await tx.query({
    name: 'method-lock-payer',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
    values: [`methods:${payer}`],
  })
}
