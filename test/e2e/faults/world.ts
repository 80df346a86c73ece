import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import pg from 'pg'
import Stripe from 'stripe'
import { freePort } from '../../../demo/infra/freePort.ts'
import { programArgs } from '../../../demo/infra/programArgs.ts'
import { startStripeFake } from '../../../stripe-fake/startStripeFake.ts'
import { createDatabase, dropDatabase } from '../../helpers/databases.ts'
import { startMailInbox } from '../../helpers/mailInbox.ts'
import { STRIPE_KEYS } from './stripeKeys.ts'

const root = path.resolve(import.meta.dirname, '../../..')

export type World = {
  url: string
  stripe: Stripe
  /** Starts the host; `fault` is the point at which it kills itself. Resolves when it listens. */
  start(fault?: string): Promise<void>
  /** From here on the host's points are recorded, and the wanted one is deadly. */
  arm(): Promise<void>
  isAlive(): boolean
  /** The points reached so far, in order. */
  trace(): string[]
  portal<Row extends pg.QueryResultRow>(text: string): Promise<Row[]>
  firm<Row extends pg.QueryResultRow>(text: string): Promise<Row[]>
  /** The distinct mails of a kind that arrived for this address: a repeat carries the same Message-ID. */
  messageIdsTo(address: string, subject: RegExp): Promise<Set<string>>
  close(): Promise<void>
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

const START_SECONDS = 120

function untilListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = ''
    const fail = (what: string) => reject(new Error(`The host ${what} before it listened:\n${seen}`))
    const timer = setTimeout(() => fail(`took more than ${START_SECONDS} s`), START_SECONDS * 1000)
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString()
      if (!seen.includes('listening')) return
      clearTimeout(timer)
      resolve()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      seen += chunk.toString()
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(`ended with ${code}`)
    })
  })
}

/** A portal, a firm, a Stripe stand-in and an inbox of their own, cloned from the two templates. */
export async function openWorld(templates: { portal: string; firm: string }): Promise<World> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'payer-portal-faults-'))
  const [portalUrl, firmUrl] = [await createDatabase(templates.portal), await createDatabase(templates.firm)]
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const inbox = await startMailInbox()
  const fake = await startStripeFake({
    port: 0,
    ...STRIPE_KEYS,
    webhook: { url: `${url}/api/portal/webhooks/stripe`, secret: STRIPE_KEYS.webhookSecret },
  })
  const traceFile = path.join(folder, 'trace')
  let child: ChildProcess | undefined
  const env = {
    DATABASE_URL: portalUrl,
    FIRM_URL: firmUrl,
    SMTP_URL: inbox.smtpUrl,
    STRIPE_URL: fake.url,
    PORT: String(port),
    FAULT_TRACE: traceFile,
  }
  return {
    url,
    stripe: new Stripe(STRIPE_KEYS.secretKey, {
      host: '127.0.0.1',
      port: fake.port,
      protocol: 'http',
      telemetry: false,
    }),
    start: async (fault = '') => {
      child = spawn(process.execPath, programArgs('test/e2e/faults/host.ts'), {
        cwd: root,
        env: { ...process.env, ...env, FAULT: fault },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      await untilListening(child)
    },
    arm: async () => {
      const armed = once(child?.stdout as Readable, 'data')
      child?.kill('SIGUSR2')
      await armed
    },
    isAlive: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    trace: () => readFileSync(traceFile, 'utf8').trim().split('\n'),
    portal: (text) => query(portalUrl, text),
    firm: (text) => query(firmUrl, text),
    messageIdsTo: async (address, subject) => {
      const mails = (await inbox.mailsTo(address)).filter((mail) => subject.test(mail.subject))
      return new Set(mails.map((mail) => String(mail.headers['message-id'])))
    },
    close: async () => {
      if (child && child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child?.once('exit', resolve))
        child.kill('SIGKILL')
        await ended
      }
      await Promise.all([inbox.close(), fake.close()])
      await Promise.all([dropDatabase(portalUrl), dropDatabase(firmUrl)])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
