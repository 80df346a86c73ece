import type { Bench } from './Bench.ts'
import { type Figures, measure } from './load.ts'
import { fillInvoices } from './rows.ts'
import type { Ours } from './serveOurs.ts'
import { preparePeer, startPeer } from './startPeer.ts'
import { startServer } from './startServer.ts'

const rows = Number(process.env.BENCH_ROWS ?? 1_000_000)
const seconds = Number(process.env.BENCH_SECONDS ?? 8)

/** The list as the admin panel asks for it, by an order that no two rows share. */
const LIST = 'sort=-number&limit=25&depth=0'

type List = { docs: { number: string; balance: number; status: string }[]; totalDocs: number; totalPages: number }
type Target = { url: string; headers: Record<string, string> }

async function essence({ url, headers }: Target): Promise<string> {
  const answer = await fetch(url, { headers })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  const { docs, totalDocs, totalPages } = (await answer.json()) as List
  return JSON.stringify([docs.map(({ number, balance, status }) => [number, balance, status]), totalDocs, totalPages])
}

const row = (name: string, { rate, p50, p97, p99, errors }: Figures): string =>
  `${name.padEnd(46)} ${rate.toFixed(1).padStart(7)} ${[p50, p97, p99, errors].map((value) => String(value).padStart(6)).join(' ')}`

/** The list of all invoices as staff see it, with its total: ours and stock Payload's, on the same rows. */
export async function compareStaffLists({ postgres, say }: Bench): Promise<void> {
  say(`Filling two databases with ${rows.toLocaleString('en')} invoices each …`)
  for (const name of ['staff_ours', 'staff_peer']) await postgres.createDatabase(name)
  preparePeer(postgres.url('staff_peer'))
  const ours = await startServer<Ours>('serveOurs.ts', postgres.url('staff_ours'))
  await fillInvoices(postgres.url('staff_ours'), rows)
  await fillInvoices(postgres.url('staff_peer'), rows)
  say('Building the peer (next build) …')
  const peer = await startPeer(postgres.url('staff_peer'))
  const targets = [ours, peer].map(({ url, staff }): Target => ({ url: `${url}/api/invoices?${LIST}`, headers: staff }))
  const [first, second] = await Promise.all(targets.map(essence))
  if (first !== second) throw new Error(`The answers differ:\n${first}\n${second}`)
  say('The two answers are equal, totals too. Measuring …')

  const figures: Figures[] = []
  for (const { url, headers } of targets) figures.push(await measure(url, headers, seconds))
  const [mine, stock] = figures as [Figures, Figures]
  say(
    `\n${`8 connections, staff's first 25 of ${rows.toLocaleString('en')}`.padEnd(46)}   req/s    p50  p97.5    p99 errors`,
  )
  say(row('GET /api/invoices as staff', mine))
  say(row('stock Payload GET /api/invoices on Next', stock))
  say(`\nstaff's list, ours : stock     ${(mine.rate / stock.rate).toFixed(1)} x`)
  await Promise.all([ours.close(), peer.close()])
}
