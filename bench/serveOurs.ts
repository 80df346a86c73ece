// The portal on Express, with a payer of one association and one of 10,000, both logged in.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'payload-plugin-payer-portal/server'
import { poolOf } from '../src/base/database.ts'
import { readInvoicePage } from '../src/invoices/readInvoicePage.ts'
import { hashPassword } from '../src/login/argon2.ts'
import { benchConfig } from './benchConfig.ts'
import { createBenchPayer, logInBenchPayer, PASSWORD } from './benchPayer.ts'
import { CLIENT } from './rows.ts'
import { announce } from './startServer.ts'

const STAFF = { email: 'staff@bench.test', password: PASSWORD }

/** A firm has many payers, most with one association: the planner counts on what it sees. */
const OTHERS = `with p as (insert into payers (email, name, last_name) select 'other-' || n || '@bench.test', 'Other', 'Other' from generate_series(1, 2000) n returning id)
  insert into associations (payer_id, client_number, effect, ability, detail)
  select id, 'C' || lpad(id::text, 6, '0'), 'include', 'pay', 'full' from p`
/** A client, or one matter of a client, each: all of them are there in a million invoices. */
const MANY_RULES = `insert into associations (payer_id, client_number, matter_number, effect, ability, detail)
  select $1, 'C' || lpad((n % 5000)::text, 6, '0'), case when n < 5000 then null else 'M' || n % 17 end, 'include', 'pay', 'full'
  from generate_series(0, 9999) n`

/** Logins with one password, whose hash is made once. */
const FLOOD = [
  `insert into payers (email, name, last_name) select 'flood-' || n || '@bench.test', 'Flood', 'Flood' from generate_series(1, 100) n`,
  `insert into payer_portal_people (payer_id, email, role) select id, email, 'owner' from payers where email like 'flood-%'`,
  `insert into payer_portal_logins (email, password_hash) select email, $1 from payers where email like 'flood-%'`,
  `update payer_portal_people m set login_id = l.id, invite_status = 'accepted' from payer_portal_logins l where l.email = m.email and m.email like 'flood-%'`,
]

export type Ours = {
  url: string
  withoutLogin: string
  pid: number
  headers: Record<string, string>
  manyRules: Record<string, string>
  staff: Record<string, string>
  /** Payers who have not logged in yet, all with `password`. */
  flood: { emails: string[]; password: string }
}

const config = await benchConfig({ portal: { allowHeaderAuth: true } })

const server = await createServer({ config, startWorker: false })
const { payload } = server
// system: the benchmark makes its own member of staff.
await payload.create({ collection: 'users', data: STAFF, overrideAccess: true })
const payer = await createBenchPayer(payload, 'payer@bench.test')
await payload.create({
  collection: 'associations',
  data: { payer, clientNumber: CLIENT },
  // system: the benchmark makes its own association.
  overrideAccess: true,
})
await poolOf(payload).query({ text: MANY_RULES, values: [await createBenchPayer(payload, 'many@bench.test')] })
await poolOf(payload).query({ text: OTHERS })
const hash = await hashPassword(PASSWORD)
for (const text of FLOOD) await poolOf(payload).query({ text, values: text.includes('$1') ? [hash] : [] })
await poolOf(payload).query({ text: 'analyze associations' })
const { port } = await server.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${port}`

/** The same page of the first payer, for anybody, by as little as there is around it: what the login costs. */
const withoutLogin = http.createServer(async (_request, response) => {
  const query = { filter: 'open', sort: 'dueOn', q: null, limit: 10, page: 1 } as const
  const body = JSON.stringify(await readInvoicePage({ payload, payer, query }))
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }).end(body)
})
await new Promise<void>((resolve) => withoutLogin.listen(0, '127.0.0.1', resolve))

announce({
  url,
  withoutLogin: `http://127.0.0.1:${(withoutLogin.address() as AddressInfo).port}`,
  pid: process.pid,
  headers: await logInBenchPayer(url, 'payer@bench.test'),
  manyRules: await logInBenchPayer(url, 'many@bench.test'),
  staff: await logInBenchPayer(url, STAFF.email, 'users'),
  flood: { emails: Array.from({ length: 100 }, (_, at) => `flood-${at + 1}@bench.test`), password: PASSWORD },
} satisfies Ours)
