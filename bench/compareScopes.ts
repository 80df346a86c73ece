import type { Bench } from './Bench.ts'
import { type Figures, measure } from './load.ts'
import { fillInvoices } from './rows.ts'
import { addRules, SCOPES, type ScopeName } from './scopeRules.ts'
import type { ScopedPayer, Scopes } from './serveScopes.ts'
import { startServer } from './startServer.ts'

// BENCH_SIZES=10000,1000000,10000000 takes a quarter of an hour more and 6 GB.
const sizes = (process.env.BENCH_SIZES ?? '10000,1000000').split(',').map(Number)
const seconds = Number(process.env.BENCH_SECONDS ?? 3)
const ROUNDS = 3
const names = Object.keys(SCOPES) as ScopeName[]
const PAGE = '/api/portal/invoices?limit=10'
/** What is read once and not by every page, in milliseconds. */
const SINGLE = {
  count: `${PAGE}&count=true`,
  sorted: `${PAGE}&sort=-amountDue`,
  search: `${PAGE}&q=INV-7`,
  summary: '/api/portal/summary',
  list: '/api/invoices?limit=10&depth=0',
}

type Measured = { page: Figures; ms: number; detail: Figures | null; single: Record<string, number> }

const CALLS = 100

/** The quicker of two times, in milliseconds: the first one also plans. */
async function timeOf(url: string, { headers }: ScopedPayer): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < 2; n += 1) {
    const start = performance.now()
    const answer = await fetch(url, { headers })
    await answer.text()
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`)
    times.push(performance.now() - start)
  }
  return Math.round(Math.min(...times))
}

/** The lower quartile of a hundred pages, one after the other, in milliseconds: what else the machine does moves it little. */
async function quartileOf(url: string, { headers }: ScopedPayer): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < CALLS; n += 1) {
    const start = performance.now()
    await (await fetch(url, { headers })).text()
    times.push(performance.now() - start)
  }
  return times.toSorted((a, b) => a - b)[CALLS / 4] ?? Number.NaN
}

const better = (a: Figures | undefined, b: Figures): Figures => (a && a.rate > b.rate ? a : b)

async function measurePayer(
  url: string,
  { payer, before }: { payer: ScopedPayer; before?: Measured | undefined },
): Promise<Measured> {
  const { docs } = (await (await fetch(url + PAGE, payer)).json()) as { docs: { id: number }[] }
  const single: Record<string, number> = { ...before?.single }
  if (!before) for (const [name, path] of Object.entries(SINGLE)) single[name] = await timeOf(url + path, payer)
  const page = better(before?.page, await measure(url + PAGE, payer.headers, seconds))
  const ms = Math.min(before?.ms ?? Number.POSITIVE_INFINITY, await quartileOf(url + PAGE, payer))
  const [first] = docs
  const detail =
    before || !first
      ? (before?.detail ?? null)
      : await measure(`${url}/api/portal/invoices/${first.id}`, payer.headers, seconds)
  return { page, ms, detail, single }
}

async function measureSize({ postgres, say }: Bench, count: number): Promise<Record<ScopeName, Measured>> {
  const database = `scope_${count}`
  await postgres.createDatabase(database)
  const server = await startServer<Scopes>('serveScopes.ts', postgres.url(database))
  say(`Filling ${count.toLocaleString('en')} invoices …`)
  await fillInvoices(postgres.url(database), count)
  const ids = Object.fromEntries(names.map((name) => [name, server.payers[name].id])) as Record<ScopeName, number>
  await addRules(postgres.url(database), { count, ids })
  const measured: Partial<Record<ScopeName, Measured>> = {}
  // In turn and more than once, the best counts: what else the machine does meets one or the other.
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of names)
      measured[name] = await measurePayer(server.url, { payer: server.payers[name], before: measured[name] })
  await server.close()
  return measured as Record<ScopeName, Measured>
}

const cell = (value: number | string, width = 9): string => String(value).padStart(width)

function table(count: number, all: Record<ScopeName, Measured>): string[] {
  const head = [
    'req/s',
    'page ms',
    'of one',
    'p50 ms',
    'p99 ms',
    'detail/s',
    'count ms',
    'sort ms',
    'search ms',
    'sum ms',
    'list ms',
    'errors',
  ]
  const rows = names.map((name) => {
    const { page, ms, detail, single } = all[name]
    const cells = [
      page.rate.toFixed(0),
      ms.toFixed(2),
      `${(ms / all.one.ms).toFixed(1)} x`,
      page.p50,
      page.p99,
      detail ? detail.rate.toFixed(0) : '-',
      ...Object.values(single),
      page.errors + (detail?.errors ?? 0),
    ]
    return `${SCOPES[name].label.padEnd(36)}${cells.map((value) => cell(value)).join(' ')}`
  })
  const title = `${count.toLocaleString('en')} invoices, first page of 10, 8 connections`
  return ['', title, `${''.padEnd(36)}${head.map((value) => cell(value)).join(' ')}`, ...rows]
}

/** The first page by how many associations its payer has, and by how many invoices there are, in one run. */
export async function compareScopes(bench: Bench): Promise<void> {
  const bySize = new Map<number, Record<ScopeName, Measured>>()
  for (const count of sizes) bySize.set(count, await measureSize(bench, count))
  for (const [count, all] of bySize) for (const line of table(count, all)) bench.say(line)
  const [smallest] = sizes
  bench.say('\ncost of a page as invoices grow, by the time of one caller')
  for (const name of names)
    for (const count of sizes.slice(1)) {
      const ms = (size: number) => bySize.get(size)?.[name].ms ?? Number.NaN
      bench.say(
        `${SCOPES[name].label.padEnd(36)}${smallest?.toLocaleString('en')} : ${count.toLocaleString('en')}   ${(ms(count) / ms(smallest ?? 0)).toFixed(2)} x`,
      )
    }
}
