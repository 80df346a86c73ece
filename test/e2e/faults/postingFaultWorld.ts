import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { programArgs } from '../../../demo/infra/programArgs.ts'
import { type PostgresServer, startPostgres } from '../../../demo/infra/startPostgres.ts'
import type { Queryable } from '../../../src/base/database.ts'
import { createPosting } from '../../../src/connect/posting/createPosting.ts'
import { enqueueJob } from '../../../src/jobs/enqueueJob.ts'
import { createDatabase, dropDatabase } from '../../helpers/databases.ts'
import { LEDGER_SCHEMA } from '../../helpers/ledgerDatabase.ts'
import type { Aim } from './faultPoints.ts'

const root = path.resolve(import.meta.dirname, '../../..')
export const TOTAL = 10_000
export type Made = { transaction: number; posting: number; reference: string }

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

export async function until<Found>(what: string, find: () => Promise<Found | null>, seconds = 30): Promise<Found> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const found = await find()
    if (found !== null) return found
    if (Date.now() > end) throw new Error(`Not reached within ${seconds} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** A portal with a worker in a process of its own, and a billing database on a server of its own: both can be killed. */
export class PostingFaultWorld {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'payer-portal-posting-faults-'))
  private readonly traceFile = path.join(this.folder, 'trace')
  private child: ChildProcess | undefined
  private server!: PostgresServer
  private portalUrl = ''
  private portal!: pg.Client
  private payer = 0
  private counter = 0

  async open(): Promise<void> {
    // The database's own user must get there.
    chmodSync(this.folder, 0o755)
    await this.startFirm()
    await this.server.createDatabase('firm')
    await this.firm(LEDGER_SCHEMA)
    this.portalUrl = await createDatabase()
    this.portal = new pg.Client({ connectionString: this.portalUrl })
    await this.portal.connect()
    const { rows } = await this.portal.query(`insert into payers (email, name) values ('p@x.test', 'P') returning id`)
    this.payer = rows[0].id
  }

  /** Commits are kept by the system's cache, which a killed server leaves behind. */
  async startFirm(): Promise<void> {
    this.server = await startPostgres({
      dataDir: this.folder,
      durable: false,
      settings: { synchronous_commit: 'on', full_page_writes: 'on' },
      ...(this.server ? { port: this.server.port } : {}),
    })
  }

  async startWorker(): Promise<void> {
    this.child = spawn(process.execPath, programArgs('test/e2e/faults/postingHost.ts'), {
      cwd: root,
      env: {
        ...process.env,
        DATABASE_URL: this.portalUrl,
        FIRM_URL: this.server.url('firm'),
        FAULT_TRACE: this.traceFile,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const ended = once(this.child, 'exit').then(([code]) => Promise.reject(new Error(`The worker ended with ${code}.`)))
    await Promise.race([once(this.child, 'message'), ended])
    ended.catch(() => undefined)
  }

  async aim(point: string, victim: 'worker' | 'firm' = 'worker'): Promise<void> {
    writeFileSync(this.traceFile, '')
    const aim: Aim = { point, ...(victim === 'firm' ? { victim: this.server.pid } : {}) }
    const answered = once(this.child as ChildProcess, 'message')
    this.child?.send(aim)
    await answered
  }

  trace(): string[] {
    return readFileSync(this.traceFile, 'utf8').trim().split('\n')
  }

  isWorkerAlive(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null
  }

  isFirmAlive(): boolean {
    return alive(this.server.pid)
  }

  async query(text: string, values: unknown[] = []): Promise<any[]> {
    return (await this.portal.query(text, values)).rows
  }

  async firm(text: string): Promise<any[]> {
    const client = new pg.Client({ connectionString: this.server.url('firm') })
    client.on('error', () => undefined)
    await client.connect()
    try {
      const answer = await client.query(text)
      return answer.rows ?? []
    } finally {
      await client.end()
    }
  }

  private async inTransaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result> {
    await this.portal.query('begin')
    const result = await work(this.portal as unknown as Queryable)
    await this.portal.query('commit')
    return result
  }

  /** What a new fault is tried on: a bill of its own, which the portal knows. */
  async bill(): Promise<string> {
    this.counter += 1
    const id = `b${this.counter}`
    await this.firm(`insert into bills (id, no, client, client_name) values ('${id}', 'N-${id}', 'C-1', 'Client')`)
    await this.sync()
    return id
  }

  /** A payment, or a refund of one, as payments book it. */
  book(bill: string, { amount, original }: { amount: number; original?: number }): Promise<Made> {
    this.counter += 1
    const reference = `PP-${this.counter}`
    const kind = original ? 'refund' : 'payment'
    return this.inTransaction(async (tx) => {
      const { rows } = await tx.query<{ id: number }>({
        text: `insert into transactions (reference, kind, status, payer_id, original_id, channel, amount, currency, account, settled_at) values ($1, $2, 'succeeded', $3, $4, 'portal', $5, 'usd', 'operating-ny', now()) returning id`,
        values: [reference, kind, this.payer, original ?? null, amount],
      })
      const transaction = rows[0]?.id ?? 0
      await tx.query({
        text: `with i as (update invoices set pending = pending + $4::numeric where external_id = $1 returning id, number)
          insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending) select 1, $2::int, 'a' || $2::int, i.id, i.number, $3::numeric, $4::numeric from i`,
        values: [bill, transaction, amount, original ? -amount : amount],
      })
      await createPosting(tx, { transaction })
      const made = await tx.query<{ id: number }>({
        text: 'select id from payer_portal_postings where transaction_id = $1',
        values: [transaction],
      })
      return { transaction, posting: made.rows[0]?.id ?? 0, reference }
    })
  }

  async status(posting: number): Promise<string> {
    return (await this.query('select status from payer_portal_postings where id = $1', [posting]))[0].status
  }

  /** `balance − pending`, as every channel asks for it. */
  async due(bill: string): Promise<number> {
    return Number(
      (await this.query('select balance - pending as due from invoices where external_id = $1', [bill]))[0].due,
    )
  }

  /** Lets time pass for the jobs: those of a dead worker are free at once, those that wait are due. */
  async passTime(): Promise<void> {
    await this.portal.query(
      `update graphile_worker._private_jobs set run_at = now() where locked_at is null and run_at > now()`,
    )
    if (this.isWorkerAlive()) return
    await this.portal.query(
      `update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute' where locked_at is not null`,
    )
    await this.portal.query(
      `update graphile_worker._private_job_queues set locked_at = locked_at - interval '1 minute' where locked_at is not null`,
    )
  }

  /** A read that succeeded. Asked for again when it met a database that had just died, or the end of the read before. */
  async sync(): Promise<void> {
    const [{ id: last }] = await this.query('select coalesce(max(id), 0) as id from payer_portal_sync_runs')
    let asked = 0
    await until('a sync', async () => {
      const runs = await this.query('select status from payer_portal_sync_runs where id > $1', [last])
      if (runs.some(({ status }) => status === 'succeeded')) return true
      if (Date.now() > asked + 1000 && !runs.some(({ status }) => status === 'running')) {
        asked = Date.now()
        const job = { task: 'syncSource', payload: { source: 'ledger' }, jobKey: 'sync-ledger' }
        await this.inTransaction((tx) => enqueueJob(tx, job))
      }
      await this.passTime()
      return null
    })
  }

  /** Our postings beside the firm's receipts, by reference, in cents. */
  async books() {
    const ours = await this.query(
      `select p.reference, (case when t.kind = 'payment' then t.amount else -t.amount end)::int as cents from payer_portal_postings p join transactions t on t.id = p.transaction_id where p.status = 'posted' order by p.reference`,
    )
    const theirs = await this.firm(`select ref as reference, (amt * 100)::int as cents from receipts order by ref`)
    const lines = await this.firm(
      `select r.ref as reference, sum(l.amt * 100)::int as cents from receipts r join receipt_lines l on l.receipt = r.id group by r.ref order by r.ref`,
    )
    return { ours, theirs, lines }
  }

  async close(): Promise<void> {
    if (this.child && this.isWorkerAlive()) {
      const ended = once(this.child, 'exit')
      this.child.kill('SIGKILL')
      await ended
    }
    await this.portal?.end()
    if (this.portalUrl) await dropDatabase(this.portalUrl)
    await this.server?.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
