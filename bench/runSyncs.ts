// Loads a million invoices through Connect, and the same rows by plain SQL, in one process and one database.
import { setTimeout as delay } from 'node:timers/promises'
import { getPayload } from 'payload'
import { sqlSource } from 'payload-plugin-payer-portal/connect'
import { connectCommand } from 'payload-plugin-payer-portal/server'
import pg from 'pg'
import { benchConfig } from './benchConfig.ts'
import { announce } from './startServer.ts'

const billing = process.env.BILLING_URL ?? ''
const rows = Number(process.env.BENCH_ROWS)
const small = Math.ceil(rows / 10)

const INVOICES = `
select b.id as "externalId", b.no as "number", c.no as "clientNumber", c.name as "clientName", b.mat as "matterNumber", b.mat_text as "matterDescription",
  b.dt as "issuedOn", b.due as "dueOn", 'usd' as "currency", b.tot as "total", b.tot - b.rcvd as "balance", 'operating-ny' as "account", b.narr as "memo"
from bill b join cli c on c.id = b.cli`
const search = `select no as "clientNumber", name as "clientName", null as "matterNumber", null as "matterDescription", null as "invoiceNumber" from cli`
const options = {
  label: 'Billing',
  client: 'pg',
  connection: billing,
  search: { client: search, matter: search, invoice: search },
} as const
const sources = [
  sqlSource({ ...options, key: 'small', invoices: `${INVOICES} where b.id <= ${small}` }),
  sqlSource({
    ...options,
    key: 'firm',
    invoices: INVOICES,
    changes: {
      mark: 'select current_timestamp as "mark"',
      invoices: 'select id as "externalId" from bill where changed >= :since',
      overlap: 1,
    },
  }),
]

const payload = await getPayload({ config: await benchConfig({ portal: { sources } }) })
const portal = new pg.Client({ connectionString: process.argv[2] })
const firm = new pg.Client({ connectionString: billing })
await Promise.all([portal.connect(), firm.connect()])

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return Math.round(performance.now() - start)
}

/** Time and the largest memory of this process while it works. */
async function watched(work: () => Promise<unknown>): Promise<{ ms: number; megabytes: number }> {
  let most = 0
  let isDone = false
  const watching = (async () => {
    while (!isDone) {
      most = Math.max(most, process.memoryUsage.rss())
      await delay(100)
    }
  })()
  const ms = await timed(work)
  isDone = true
  await watching
  return { ms, megabytes: Math.round(most / 1024 / 1024) }
}

async function sync(...args: string[]): Promise<void> {
  const said: string[] = []
  const exit = await connectCommand({ payload, args: ['sync', ...args], say: (line) => said.push(line) })
  if (exit !== 0) throw new Error(said.join('\n'))
  process.stderr.write(`${said.at(-1)}\n`)
}

const settle = async () => {
  await portal.query('vacuum analyze invoices')
  await portal.query('checkpoint')
}

const COLUMNS =
  'source, external_id, number, status, client_number, client_name, matter_number, matter_description, issued_on, due_on, currency, total, balance, account, memo, pending'
const changed = ['number', 'status', 'client_number', 'client_name', 'balance', 'total', 'due_on', 'issued_on', 'currency', 'account', 'memo', 'matter_number', 'matter_description'] // biome-ignore format: one list
const listed = (alias: string) => changed.map((column) => `${alias}.${column}`).join(', ')

const loadSmall = await watched(() => sync('--source', 'small'))
await portal.query(`truncate invoices, invoices_matters cascade`)
await settle()
const load = await watched(() => sync('--source', 'firm'))
await settle()
const unchanged = await watched(() => sync('--source', 'firm', '--whole'))
await delay(3000)
await firm.query(`update bill set rcvd = rcvd + 1, changed = now() where id % ${Math.floor(rows / 1000)} = 1`)
const delta = await watched(() => sync('--source', 'firm'))

// The same rows by the shortest way that there is.
await portal.query(`create unlogged table plain_rows as select ${COLUMNS} from invoices order by id`)
await portal.query(`copy plain_rows to '${process.env.COPY_FILE}'`)
await portal.query('truncate invoices, invoices_matters cascade')
await settle()
const insert = await timed(() => portal.query(`insert into invoices (${COLUMNS}) select * from plain_rows`))
await settle()
const copyAndMerge = await timed(async () => {
  await portal.query(`create temp table copied (like plain_rows)`)
  await portal.query(`copy copied from '${process.env.COPY_FILE}'`)
  await portal.query(`insert into invoices as i (${COLUMNS}) select * from copied
    on conflict (source, external_id) do update set (${changed.join(', ')}) = (${listed('excluded')}) where (${listed('i')}) is distinct from (${listed('excluded')})`)
})
announce({ url: '', loadSmall, load, unchanged, delta, insert, copyAndMerge, small })
await delay(600_000)
