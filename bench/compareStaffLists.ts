import type { Bench } from './Bench.ts'
import { type Figures, measure } from './load.ts'
import { CLIENT } from './rows.ts'
import { rows, seconds, startBoth } from './startBoth.ts'

/** The list as the admin panel asks for it, by an order that no two rows share. */
const LIST = 'sort=-number&limit=25&depth=0'
const OVERDUE = 'where[status][equals]=open&where[dueOn][less_than]=2026-06-01'
/** Lists that staff ask for now and then, each read a few times by one caller. */
const LISTS = {
  'as it opens': 'limit=25',
  'by due date': 'limit=25&sort=dueOn',
  'by due date, backwards': 'limit=25&sort=-dueOn',
  'by issue, backwards': 'limit=25&sort=-issuedOn',
  'by balance, backwards': 'limit=25&sort=-balance',
  'by status': 'limit=25&sort=status',
  'by client': 'limit=25&sort=clientName',
  'by matter': 'limit=25&sort=matterNumber',
  'by change, backwards': 'limit=25&sort=-updatedAt',
  'by total, which no index holds': 'limit=25&sort=-total',
  'by currency, which no index holds': 'limit=25&sort=currency',
  'open ones': 'limit=25&where[status][equals]=open',
  'overdue ones by due date': `limit=25&sort=dueOn&${OVERDUE}`,
  'of one client': `limit=25&where[clientNumber][equals]=${CLIENT}`,
  'of one client by balance': `limit=25&sort=-balance&where[clientNumber][equals]=${CLIENT}`,
} as const
const TRIES = 3

type List = { docs: { number: string; balance: number; status: string }[]; totalDocs: number; totalPages: number }
type Target = { url: string; headers: Record<string, string> }

async function read({ url, headers }: Target, query: string): Promise<List> {
  const answer = await fetch(`${url}?depth=0&${query}`, { headers })
  if (!answer.ok) throw new Error(`${url}?${query} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as List
}

async function essence(target: Target): Promise<string> {
  const { docs, totalDocs, totalPages } = await read(target, LIST)
  return JSON.stringify([docs.map(({ number, balance, status }) => [number, balance, status]), totalDocs, totalPages])
}

/** The quickest of a few reads, in milliseconds, and the list's total. */
async function timeOf(target: Target, query: string): Promise<{ ms: number; total: number }> {
  let ms = Number.POSITIVE_INFINITY
  let total = 0
  for (let n = 0; n < TRIES; n += 1) {
    const start = performance.now()
    total = (await read(target, query)).totalDocs
    ms = Math.min(ms, performance.now() - start)
  }
  return { ms, total }
}

const row = (name: string, { rate, p50, p97, p99, errors }: Figures): string =>
  `${name.padEnd(46)} ${rate.toFixed(1).padStart(7)} ${[p50, p97, p99, errors].map((value) => String(value).padStart(6)).join(' ')}`

async function compareTimes(say: Bench['say'], [ours, peer]: [Target, Target]): Promise<void> {
  say(`\n${`one caller, ${rows.toLocaleString('en')} invoices`.padEnd(46)}    ours   stock  ratio   total`)
  for (const [name, query] of Object.entries(LISTS)) {
    const mine = await timeOf(ours, query)
    const stock = await timeOf(peer, query)
    if (mine.total !== stock.total) throw new Error(`The totals of the list ${name} differ.`)
    const cells = [`${mine.ms.toFixed(0)} ms`, `${stock.ms.toFixed(0)} ms`, `${(stock.ms / mine.ms).toFixed(1)} x`]
    say(`${name.padEnd(46)} ${cells.map((cell) => cell.padStart(7)).join(' ')} ${mine.total}`)
  }
}

/** The list of all invoices as staff see it, with its total: ours and stock Payload's, on the same rows. */
export async function compareStaffLists(bench: Bench): Promise<void> {
  const { say } = bench
  const { ours, peer, close } = await startBoth(bench, 'staff')
  const targets = [ours, peer].map(({ url, staff }): Target => ({ url: `${url}/api/invoices`, headers: staff })) as [
    Target,
    Target,
  ]
  const [first, second] = await Promise.all(targets.map(essence))
  if (first !== second) throw new Error(`The answers differ:\n${first}\n${second}`)
  say('The two answers are equal, totals too. Measuring …')

  const figures: Figures[] = []
  for (const { url, headers } of targets) figures.push(await measure(`${url}?${LIST}`, headers, seconds))
  const [mine, stock] = figures as [Figures, Figures]
  say(
    `\n${`8 connections, staff's first 25 of ${rows.toLocaleString('en')}`.padEnd(46)}   req/s    p50  p97.5    p99 errors`,
  )
  say(row('GET /api/invoices as staff', mine))
  say(row('stock Payload GET /api/invoices on Next', stock))
  say(`\nstaff's list, ours : stock     ${(mine.rate / stock.rate).toFixed(1)} x`)
  await compareTimes(say, targets)
  await close()
}
