import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { createFirmDatabase } from '../firm/createFirmDatabase.ts'
import { assertPortFree } from './freePort.ts'
import { keepInfra } from './keptInfra.ts'
import { startInbox } from './startInbox.ts'
import { startPostgres } from './startPostgres.ts'

type Say = (text: string) => void

export type Infra = {
  /** Web page of the inbox; null when mails go to a server of the user's. */
  inboxUrl: string | null
  /** Connection strings of the two databases, for the box of addresses. */
  databaseUrl: string
  billingUrl: string
  stripeUrl: string | null
  stop(): Promise<void>
}

const CHECKOUT = path.resolve(import.meta.dirname, '../..')
const env = process.env
const portOf = (name: string, standard: number): number => {
  const port = Number(env[name] || standard)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${name} must be a port number, not ${env[name]}`)
  return port
}

/** Folder of everything the demo keeps. */
export const demoDataDir = (): string => path.resolve(CHECKOUT, env.DEMO_DATA_DIR || '.data')
export const demoPort = (): number => portOf('PORT', 3000)

/** A secret that is made once and kept: sessions outlive a restart. */
function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, 'payload-secret')
  if (!fs.existsSync(file)) fs.writeFileSync(file, crypto.randomBytes(32).toString('hex'), { mode: 0o600 })
  return fs.readFileSync(file, 'utf8').trim()
}

async function startDatabases(dataDir: string, say: Say): Promise<() => Promise<void>> {
  if (env.DATABASE_URL && env.BILLING_DATABASE_URL) return () => Promise.resolve()
  const server = await startPostgres({ dataDir })
  if (server.moved) say(`The database's user cannot enter ${dataDir}, so its files are in ${server.data}`)
  for (const [variable, name] of [
    ['DATABASE_URL', 'payer_portal'],
    ['BILLING_DATABASE_URL', 'firm_billing'],
  ] as const) {
    if (env[variable]) continue
    await server.createDatabase(name)
    env[variable] = server.url(name)
  }
  say(`Postgres 18 is running on port ${server.port}`)
  return server.stop
}

async function startStripe(dataDir: string, say: Say): Promise<{ url: string | null; close(): Promise<void> }> {
  if (env.STRIPE_SECRET_KEY) return { url: null, close: () => Promise.resolve() }
  const { startStripeFake } = await import('../../stripe-fake/startStripeFake.ts')
  env.STRIPE_SECRET_KEY = 'sk_test_standin'
  env.STRIPE_PUBLISHABLE_KEY = 'pk_test_standin'
  env.STRIPE_WEBHOOK_SECRET = `whsec_${crypto.randomBytes(16).toString('hex')}`
  const fake = await startStripeFake({
    port: portOf('STRIPE_PORT', 12_111),
    secretKey: env.STRIPE_SECRET_KEY,
    publishableKey: env.STRIPE_PUBLISHABLE_KEY,
    webhook: { url: `http://127.0.0.1:${demoPort()}/api/portal/webhooks/stripe`, secret: env.STRIPE_WEBHOOK_SECRET },
    dataFile: path.join(dataDir, 'stripe-stand-in.json'),
  })
  env.STRIPE_API_BASE = fake.url
  say(`The Stripe stand-in is running on port ${fake.port}`)
  return fake
}

async function assertPorts(): Promise<void> {
  await assertPortFree({ port: demoPort(), variable: 'PORT' })
  if (!env.SMTP_URL) await assertPortFree({ port: portOf('INBOX_PORT', 1080), variable: 'INBOX_PORT' })
  if (!env.STRIPE_SECRET_KEY) await assertPortFree({ port: portOf('STRIPE_PORT', 12_111), variable: 'STRIPE_PORT' })
}

/**
 * Starts whatever the environment does not name: databases, inbox, Stripe stand-in; fills the sample
 * firm; then sets the variables that the host's config reads. Throws an Error for a person when a
 * port is taken; what had been started is stopped again.
 */
export async function startInfra(say: Say): Promise<Infra> {
  await assertPorts()
  const dataDir = demoDataDir()
  fs.mkdirSync(dataDir, { recursive: true })
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    env.PAYLOAD_SECRET ||= keptSecret(dataDir)
    env.SERVER_URL ||= `http://localhost:${demoPort()}`
    stops.push(await startDatabases(dataDir, say))
    const firm = await createFirmDatabase(env.BILLING_DATABASE_URL ?? '')
    if (firm.created) say("The sample firm's billing database is filled")
    env.BILLING_READ_URL = firm.readUrl
    env.BILLING_POSTING_URL = firm.postUrl
    let inboxUrl: string | null = null
    if (!env.SMTP_URL) {
      const inbox = await startInbox({ port: portOf('INBOX_PORT', 1080), folder: path.join(dataDir, 'inbox') })
      stops.push(inbox.close)
      env.SMTP_URL = inbox.smtpUrl
      inboxUrl = inbox.url
    }
    keepInfra(dataDir)
    const stripe = await startStripe(dataDir, say)
    stops.push(stripe.close)
    return {
      inboxUrl,
      databaseUrl: env.DATABASE_URL ?? '',
      billingUrl: env.BILLING_DATABASE_URL ?? '',
      stripeUrl: stripe.url,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
