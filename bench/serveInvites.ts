// The portal on Express with its worker and a member of staff, and payers who wait for their invite.
import { smtpAdapter } from 'payload-plugin-payer-portal/mail'
import { createServer } from 'payload-plugin-payer-portal/server'
import { poolOf } from '../src/base/database.ts'
import { benchConfig } from './benchConfig.ts'
import { announce } from './startServer.ts'

const STAFF = { email: 'staff@bench.test', password: 'Bench-portal-2026!' }
const PAYERS = `insert into payers (email, name, last_name) select 'invited-' || n || '@bench.test', 'Invited', 'Invited' from generate_series(1, 400) n returning id`

export type Invites = { url: string; headers: Record<string, string>; ids: number[] }

const email = smtpAdapter({
  url: process.env.SMTP_URL ?? '',
  defaultFromAddress: 'billing@bench.test',
  defaultFromName: 'Bench',
})
const config = await benchConfig({ config: { email } })

const { payload, listen } = await createServer({ config, startWorker: true })
// system: the benchmark makes its own member of staff.
await payload.create({ collection: 'users', data: STAFF, overrideAccess: true })
const { rows } = await poolOf(payload).query<{ id: number }>({ text: PAYERS })
const { port } = await listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${port}`
const login = await fetch(`${url}/api/users/login`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(STAFF),
})
const { token } = (await login.json()) as { token: string }
announce({ url, headers: { authorization: `JWT ${token}` }, ids: rows.map(({ id }) => id) } satisfies Invites)
