import { poolOf } from '../../src/base/database.ts'
import { syncSource } from '../../src/connect/sync/syncSource.ts'
import type { MemoryBooks } from './memoryBooks.ts'
import type { PaymentHost } from './paymentHost.ts'
import { UndoCase } from './UndoCase.ts'

/** What each bill is over. */
export const TOTAL = 10_000

/** Bills of `books`, the source `firm` of the host, with what happens to them beside the gateway. */
export function billedWorld(host: () => PaymentHost, books: MemoryBooks) {
  const pool = () => poolOf(host().payload)
  const sync = () => syncSource({ payload: host().payload, source: 'firm', full: true })

  /** Runs what is due, also what waits for its next try. */
  async function post(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await pool().query(
        `update graphile_worker._private_jobs set run_at = now() where task_id in (select id from graphile_worker._private_tasks where identifier = 'payerPortal.postTransaction')`,
      )
      await host().jobs()
    }
  }

  /** A payer with one bill that was read. */
  async function billed(): Promise<UndoCase> {
    const payer = await host().payer()
    const bill = books.add(payer.client, TOTAL)
    await sync()
    const { rows } = await pool().query<{ id: number }>('select id from invoices where external_id = $1', [bill])
    return new UndoCase(host(), { payer, bill, invoice: rows[0]?.id ?? 0 })
  }

  return { pool, sync, post, billed }
}
