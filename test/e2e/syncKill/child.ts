// A sync in a process of its own, to be killed. With HOLD_AFTER its source stands still after so many batches.
import { getPayload } from 'payload'
import { type BillingSource, sqlSource } from 'payload-plugin-payer-portal/connect'
import { connectCommand } from 'payload-plugin-payer-portal/server'
import { hostConfig } from '../../helpers/host/hostConfig.ts'
import { LEDGER_MAPPING } from '../../helpers/ledgerDatabase.ts'

const hold = Number(process.env.HOLD_AFTER ?? Number.POSITIVE_INFINITY)
const say = (line: string) => void process.stdout.write(`${line}\n`)
const real = sqlSource({ ...LEDGER_MAPPING, connection: process.env.LEDGER_URL ?? '' })
const source: BillingSource = {
  ...real,
  read: async (options) => {
    const snapshot = await real.read(options)
    const invoices = (async function* () {
      let batches = 0
      for await (const batch of snapshot.invoices) {
        if (batches === hold) {
          say('held')
          await new Promise(() => setInterval(() => undefined, 1000))
        }
        batches += 1
        yield batch
      }
    })()
    return { ...snapshot, invoices }
  },
}
const config = await hostConfig({ databaseUrl: process.env.DATABASE_URL ?? '', portal: { sources: [source] } })
const payload = await getPayload({ config })
process.exit(await connectCommand({ payload, args: ['sync', '--source', 'ledger'], say }))
