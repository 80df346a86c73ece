import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { processInfo, waitForEnd } from '../../demo/infra/processInfo.ts'
import { programArgs } from '../../demo/infra/programArgs.ts'
import { startPostgres } from '../../demo/infra/startPostgres.ts'

const folders: string[] = []
const makeFolder = (mode = 0o755) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'payer-portal-pg-'))
  fs.chmodSync(folder, mode)
  folders.push(folder)
  return folder
}

afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true })
})

async function startChild(dataDir: string): Promise<{ child: ChildProcess; pid: number; url: string }> {
  const child = spawn(process.execPath, [...programArgs('test/e2e/startPostgresChild.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) return { child, ...(JSON.parse(line) as { pid: number; url: string }) }
  throw new Error('the child ended without a word')
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const killHard = async (child: ChildProcess) => {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

describe('the embedded database', () => {
  it('starts empty, speaks UTF-8, stops without a trace, and starts again with its data', async () => {
    const dataDir = makeFolder()
    const first = await startPostgres({ dataDir, durable: false })
    expect(await first.createDatabase('one')).toBe(true)
    expect(await first.createDatabase('one')).toBe(false)
    await query(first.url('one'), `create table t as select 'Ünï שלום' as v`)
    expect(
      await query(
        first.url('one'),
        `select upper(v) as v, current_setting('server_encoding') as e, current_setting('server_version_num')::int / 10000 as major from t`,
      ),
    ).toEqual([{ v: 'ÜNÏ שלום', e: 'UTF8', major: 18 }])
    await first.stop()
    expect(processInfo(first.pid)).toBeNull()
    const second = await startPostgres({ dataDir, durable: false })
    expect(await query(second.url('one'), 'select v from t')).toEqual([{ v: 'Ünï שלום' }])
    await second.stop()
  })

  it('keeps what was committed when its starter is killed with -9, and takes over the orphan', async () => {
    const dataDir = makeFolder()
    const { child, pid, url } = await startChild(dataDir)
    await query(url, 'create table t as select generate_series(1, 1000) as n')
    await expect(startPostgres({ dataDir })).rejects.toThrow(/already running \(process \d+\)/)
    await killHard(child)
    const again = await startPostgres({ dataDir })
    expect(processInfo(pid)).toBeNull()
    expect(await query(again.url('kept'), 'select count(*)::int as n from t')).toEqual([{ n: 1000 }])
    await again.stop()
  })

  it('recovers when the server itself and its starter are killed with -9', async () => {
    const dataDir = makeFolder()
    const { child, pid, url } = await startChild(dataDir)
    await query(url, 'create table t as select generate_series(1, 500) as n')
    process.kill(pid, 'SIGKILL')
    await killHard(child)
    expect(await waitForEnd(pid, 5000)).toBe(true)
    const again = await startPostgres({ dataDir })
    expect(await query(again.url('kept'), 'select count(*)::int as n from t')).toEqual([{ n: 500 }])
    await again.stop()
  })

  it('starts although the number in its pid file now belongs to another program', async () => {
    const dataDir = makeFolder()
    const first = await startPostgres({ dataDir, durable: false })
    const file = path.join(first.data, 'postmaster.pid')
    const lines = fs.readFileSync(file, 'utf8').split('\n')
    await first.stop()
    fs.writeFileSync(file, [String(process.pid), ...lines.slice(1)].join('\n'))
    const second = await startPostgres({ dataDir, durable: false })
    expect(await query(second.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }])
    await second.stop()
  })

  it('works below a closed folder: as root the data moves under the temporary folder, and stays there', async () => {
    const dataDir = path.join(makeFolder(0o700), 'data')
    const first = await startPostgres({ dataDir, durable: false })
    expect(first.moved).toBe(process.getuid?.() === 0)
    if (first.moved) folders.push(path.dirname(first.data))
    await first.createDatabase('one')
    await first.stop()
    const second = await startPostgres({ dataDir, durable: false })
    expect(second.data).toBe(first.data)
    expect(await second.createDatabase('one')).toBe(false)
    await second.stop()
  })

  it('says what to do when it cannot start', async () => {
    const dataDir = makeFolder()
    const first = await startPostgres({ dataDir, durable: false })
    await expect(startPostgres({ dataDir: makeFolder(), port: first.port, durable: false })).rejects.toThrow(
      /Postgres ended while starting|ended/,
    )
    await first.stop()
  })
})
