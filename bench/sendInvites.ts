import path from 'node:path'
import pg from 'pg'
import { startInbox } from '../demo/infra/startInbox.ts'
import type { Bench } from './Bench.ts'
import type { Invites } from './serveInvites.ts'
import { startServer } from './startServer.ts'

/** As many as one call may name, and fewer in all than a member of staff may send in an hour. */
const CALLS = 4
const GIVE_UP_MS = 300_000

async function sentMails(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ sent: number }>(
    `select count(*)::int as sent from payer_portal_mails where kind = 'invite' and status = 'sent'`,
  )
  return rows[0]?.sent ?? 0
}

async function untilSent(client: pg.Client, count: number): Promise<void> {
  const end = Date.now() + GIVE_UP_MS
  while ((await sentMails(client)) < count) {
    if (Date.now() > end) throw new Error(`Only ${await sentMails(client)} of ${count} invites were sent.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function inviteAll({ url, headers, ids }: Invites): Promise<void> {
  const calls = Array.from({ length: CALLS }, (_, at) =>
    ids.slice((at * ids.length) / CALLS, ((at + 1) * ids.length) / CALLS),
  )
  for (const part of calls) {
    const answer = await fetch(`${url}/api/payers/invite`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ids: part, switchOn: true }),
    })
    if (!answer.ok) throw new Error(`The invites answered ${answer.status}: ${await answer.text()}`)
  }
}

/** Invites hundreds of payers, as staff do it, on a server with its worker, into a real inbox. */
export async function sendInvites({ postgres, folder, say }: Bench): Promise<void> {
  await postgres.createDatabase('invites')
  const databaseUrl = postgres.url('invites')
  const inbox = await startInbox({ port: 0, folder: path.join(folder, 'inbox') })
  const server = await startServer<Invites>('serveInvites.ts', databaseUrl, { SMTP_URL: inbox.smtpUrl })
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const start = performance.now()
    const { length } = server.ids
    await inviteAll(server)
    const queued = (performance.now() - start) / 1000
    await untilSent(client, length)
    const seconds = (performance.now() - start) / 1000
    const arrived = ((await (await fetch(`${inbox.url}/api/email`)).json()) as unknown[]).length
    if (arrived !== length) throw new Error(`${arrived} mails arrived for ${length} invites.`)
    say(`\n${length} invites by SMTP into a real inbox: ${(length / seconds).toFixed(0)} a second`)
    say(`the last was queued after ${queued.toFixed(1)} s and sent after ${seconds.toFixed(1)} s`)
  } finally {
    await client.end()
    await server.close()
    await inbox.close()
  }
}
