import os from 'node:os'
import path from 'node:path'
import type { Bench } from './Bench.ts'
import { fillBilling } from './billingRows.ts'
import { startServer } from './startServer.ts'

const rows = Number(process.env.BENCH_ROWS ?? 1_000_000)

type Watched = { ms: number; megabytes: number }
type Result = Record<'loadSmall' | 'load' | 'unchanged' | 'delta', Watched> & {
  url: string
  insert: number
  copyAndMerge: number
  small: number
}

const count = (number: number) => number.toLocaleString('en')
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`.padStart(9)

/** The sync of a million invoices against plain SQL that writes the same rows into the same table. */
export async function syncInvoices({ postgres, say }: Bench): Promise<void> {
  say(`Filling a billing database with ${count(rows)} bills …`)
  for (const name of ['synced', 'billing']) await postgres.createDatabase(name)
  await fillBilling(postgres.url('billing'), rows)
  const file = path.join(os.tmpdir(), `payer-portal-bench-${process.pid}.copy`)
  const { loadSmall, load, unchanged, delta, insert, copyAndMerge, small, close } = await startServer<Result>(
    'runSyncs.ts',
    postgres.url('synced'),
    { BILLING_URL: postgres.url('billing'), BENCH_ROWS: String(rows), COPY_FILE: file },
  )
  await close()
  const line = (what: string, { ms, megabytes }: Watched) =>
    say(`${what.padEnd(58)} ${seconds(ms)} ${String(megabytes).padStart(5)} MB`)
  say(`\n${'through Connect'.padEnd(58)}      time  memory`)
  line(`first load of ${count(small)}`, loadSmall)
  line(`first load of ${count(rows)}`, load)
  line(`${count(rows)} unchanged, read whole and compared`, unchanged)
  line(`1,000 changed of ${count(rows)}, source with a time of change`, delta)
  say(`${'plain INSERT … SELECT into the same table'.padEnd(58)} ${seconds(insert)}`)
  say(`${'plain COPY and merge of the same rows, unchanged'.padEnd(58)} ${seconds(copyAndMerge)}`)
  say(`\nfirst load : plain INSERT … SELECT      ${(load.ms / insert).toFixed(2)} x`)
  say(`unchanged : plain COPY and merge        ${(unchanged.ms / copyAndMerge).toFixed(2)} x`)
  say(`delta of 1,000                          ${seconds(delta.ms).trim()}`)
  say(`memory : that of a tenth of the rows    ${(load.megabytes / loadSmall.megabytes).toFixed(2)} x`)
}
