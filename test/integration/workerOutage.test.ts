import type { PoolClient } from 'pg'
import { poolOf, withTransaction } from '../../src/base/database.ts'
import { migrateJobs } from '../../src/jobs/migrateJobs.ts'
import { type PortalWorker, startWorker } from '../../src/jobs/startWorker.ts'
import { enqueueMail } from '../../src/mail/enqueueMail.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'

const WAIT_MS = 40_000

type Cut = { statement: RegExp; isTaken: boolean; times: number }

let mailHost: MailHost
let worker: PortalWorker
let cut: Cut | null = null
const unhandled: unknown[] = []
const note = (error: unknown) => void unhandled.push(error)

const textOf = (asked: unknown): string =>
  typeof asked === 'string'
    ? asked
    : (asked as { name?: string; text: string }).name || (asked as { text: string }).text

/** The connection ends at the next statements that `cut` names: before they are run, or before their answer arrives. */
function breakable(client: PoolClient): PoolClient {
  const query = async (asked: any, ...rest: any[]) => {
    const here = cut?.statement.test(textOf(asked)) ? cut : null
    if (here?.isTaken === false && here.times-- > 0) throw new Error('Connection terminated unexpectedly')
    const answer = await client.query(asked, ...rest)
    if (here?.isTaken && (answer.rowCount ?? 0) > 0 && here.times-- > 0)
      throw new Error('Connection terminated unexpectedly')
    return answer
  }
  return new Proxy(client, {
    get: (target, key) => {
      if (key === 'query') return query
      const value = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

beforeAll(async () => {
  mailHost = await bootMailHost()
  await migrateJobs(mailHost.host.payload)
  const pool = poolOf(mailHost.host.payload)
  const connect = pool.connect.bind(pool) as any
  pool.connect = (async (callback?: any) =>
    callback ? connect(callback) : breakable(await connect())) as typeof pool.connect
  process.on('unhandledRejection', note)
  worker = await startWorker({ payload: mailHost.host.payload })
})
afterAll(async () => {
  await worker.stop()
  process.off('unhandledRejection', note)
  await mailHost.close()
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + WAIT_MS; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 50)))
    if (Date.now() > end) throw new Error(`Not within ${WAIT_MS / 1000} s`)
}

async function jobsLeft(): Promise<number> {
  const text = `select 1 from graphile_worker.jobs where task_identifier = 'payerPortal.sendMail'`
  return (await poolOf(mailHost.host.payload).query(text)).rows.length
}

const queue = (recipient: string) =>
  withTransaction(mailHost.host.payload, (tx) => enqueueMail(tx, { kind: 'password_changed', recipient }))
const mailsTo = async (email: string) => (await mailHost.inbox.mailsTo(email)).length

describe('O-04 a database that goes away under the worker', () => {
  it.each([
    ['a claim', 'before it is taken', { statement: /^get_job/, isTaken: false, times: 5 }],
    ['a claim', 'before its answer arrives', { statement: /^get_job/, isTaken: true, times: 1 }],
    ['the end of a job', 'before it is taken', { statement: /^complete_job/, isTaken: false, times: 4 }],
    ['the end of a job', 'before its answer arrives', { statement: /^complete_job/, isTaken: true, times: 1 }],
    ['the note that a mail was sent', 'before it is taken', { statement: /status = 'sent'/, isTaken: false, times: 3 }],
    ['the note that a mail was sent', 'before its answer', { statement: /status = 'sent'/, isTaken: true, times: 2 }],
  ])('at %s, %s, has each mail sent once, and the next ones', async (_what, when, broken) => {
    const name = `${broken.statement.source.replaceAll(/\W/g, '')}-${when.replaceAll(' ', '-')}`
    cut = broken
    for (let at = 0; at < 4; at += 1) await queue(`${name}-${at}@cut.test`)
    await until(async () => (await jobsLeft()) === 0)
    expect(broken.times).toBeLessThan(1)
    cut = null
    await queue(`${name}-next@cut.test`)
    await until(async () => (await jobsLeft()) === 0)
    for (const at of [0, 1, 2, 3, 'next']) expect([at, await mailsTo(`${name}-${at}@cut.test`)]).toEqual([at, 1])
    expect(unhandled).toEqual([])
  })

  it('is not waited for for ever when the worker stops', async () => {
    cut = { statement: /^complete_job/, isTaken: false, times: Number.POSITIVE_INFINITY }
    await queue('last@cut.test')
    await until(async () => (await mailsTo('last@cut.test')) === 1)
    const start = Date.now()
    await worker.stop()
    expect(Date.now() - start).toBeLessThan(20_000)
    cut = null
    worker = await startWorker({ payload: mailHost.host.payload })
    await until(async () => (await jobsLeft()) === 0)
    expect(await mailsTo('last@cut.test')).toBe(1)
    expect(unhandled).toEqual([])
  })
})
