import type { EventEmitter } from 'node:events'
import type { Payload } from 'payload'
import { printBox } from './infra/printBox.ts'
import { demoPort, type Infra, startInfra } from './infra/startInfra.ts'
import { withDatabaseLock } from './infra/withDatabaseLock.ts'
import { DEMO_PASSWORD, demoPayers, OTHER_STAFF, STAFF_EMAIL } from './seed/demoPayers.ts'
import { loadSample } from './seed/loadSample.ts'
import { seedDemo } from './seed/seedDemo.ts'

type Say = (text: string) => void
type Running = { stop(): Promise<void> }

async function preparePages(say: Say) {
  const { default: next } = await import('next')
  const pages = next({ dev: false, dir: import.meta.dirname, hostname: 'localhost', port: demoPort() })
  await pages.prepare()
  say('The pages are ready')
  return pages
}

/** Boots Payload under a lock, so that of two servers one migrates and the other finds it done. */
async function bootPayload(databaseUrl: string, say: Say) {
  // Only now: the config reads the environment that the infrastructure has set.
  const { default: config } = await import('./payload.config.ts')
  const { getPayload } = await import('payload')
  const payload = await withDatabaseLock(databaseUrl, () => getPayload({ config }))
  say('The database is migrated')
  return { config, payload }
}

function showBox({ inboxUrl, stripeUrl, databaseUrl, billingUrl }: Infra, serverUrl: string): void {
  const logins = demoPayers().map(({ email, sees }) => `  ${email.padEnd(22)} sees ${sees}`)
  printBox([
    `Portal    ${serverUrl}/portal`,
    `Admin     ${serverUrl}/admin`,
    ...(inboxUrl ? [`Inbox     ${inboxUrl}`] : []),
    ...(stripeUrl ? [`Payments  ${stripeUrl} (a stand-in for Stripe; card 4242 4242 4242 4242)`] : []),
    `Database  ${databaseUrl}`,
    `Firm's    ${billingUrl}`,
    '',
    `Staff     ${STAFF_EMAIL.padEnd(22)} may do everything`,
    ...OTHER_STAFF.map(({ email, may }) => `          ${email.padEnd(22)} may ${may}`),
    'Payers',
    ...logins,
    `Password of all: ${DEMO_PASSWORD}`,
    '',
    'Ctrl-C stops everything. The data stays.',
  ])
}

/** A database that goes away, also because we stop it, must not end the process before the rest is stopped. */
function forgiveLostConnections(payload: Payload): void {
  const { pool } = payload.db as unknown as { pool: EventEmitter }
  pool.on('error', () => undefined)
}

async function serve(infra: Infra, say: Say): Promise<Running> {
  const { config, payload } = await bootPayload(infra.databaseUrl, say)
  forgiveLostConnections(payload)
  if (await seedDemo(payload)) say('The sample staff, payers and logins are made')
  say(`${await loadSample(payload)} bills are read from the firm's billing database`)
  const pages = await preparePages(say)
  const { createServer } = await import('payload-plugin-payer-portal/server')
  const server = await createServer({ config, nextHandler: pages.getRequestHandler(), startWorker: true })
  const stop = async () => {
    await server.close()
    await pages.close()
  }
  try {
    // The logins of the sample are known to everybody, so other machines are not invited unless asked.
    await server.listen({ port: demoPort(), host: process.env.HOST || '127.0.0.1' })
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Stops in order, once: what was begun is finished first. A second signal ends at once. */
function stopOnSignal(stop: () => Promise<void>, say: Say): void {
  let stopping = false
  const onSignal = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1)
    stopping = true
    say(`Stopping (${signal})`)
    try {
      await stop()
      say('Stopped')
      process.exit(0)
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, (name) => void onSignal(name))
}

/** Starts the whole demo and keeps it until a signal comes. Throws an Error for a person when it cannot. */
export async function runDemo({ say }: { say: Say }): Promise<void> {
  const infra = await startInfra(say)
  let running: Running = { stop: () => Promise.resolve() }
  stopOnSignal(async () => {
    await running.stop()
    await infra.stop()
  }, say)
  try {
    running = await serve(infra, say)
  } catch (error) {
    await infra.stop()
    throw error
  }
  showBox(infra, process.env.SERVER_URL ?? '')
}
