import type { Bench } from './Bench.ts'
import { measureFlood, type Waits } from './loginFlood.ts'
import { fillInvoices } from './rows.ts'
import type { Ours } from './serveOurs.ts'
import { startServer } from './startServer.ts'

const ROWS = 100_000

const row = (name: string, { count, p50, p99, most }: Waits): string =>
  `${name.padEnd(46)} ${[count, p50, p99, most].map((value) => String(value).padStart(7)).join(' ')}`

/** A hundred logins at the same moment, while another payer goes through the own invoices. */
export async function floodLogins({ postgres, say }: Bench): Promise<void> {
  await postgres.createDatabase('logins')
  const server = await startServer<Ours>('serveOurs.ts', postgres.url('logins'))
  await fillInvoices(postgres.url('logins'), ROWS)
  const { url, headers, flood } = server
  const { quiet, flooded, logins } = await measureFlood({ url, headers, ...flood })
  await server.close()
  say(`\n${'100 logins at once while another payer pages, ms'.padEnd(46)}  count     p50     p99    most`)
  say(row('a page of invoices, nobody logs in', quiet))
  say(row('… during the logins', flooded))
  say(row('a login', logins))
  const rate = (logins.succeeded / logins.seconds).toFixed(0)
  say(`${logins.succeeded} logins succeeded, ${logins.refused} were refused: ${rate} a second`)
}
