import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { freePort } from './freePort.ts'
import { type PostgresFolders, postgresFolders } from './postgresFolders.ts'
import { type PostgresIdentity, postgresIdentity } from './postgresIdentity.ts'
import { clearPostmaster, recordOwner, stopPostmaster } from './postmaster.ts'

export type PostgresServer = {
  port: number
  pid: number
  /** Folder of the cluster; differs from the wished one when `moved`. */
  data: string
  /** The wished folder could not be reached by the database's user, so the data is under the system's temporary folder. */
  moved: boolean
  /** Connection string for a database of this server. */
  url(database: string): string
  /** Creates the database when it is missing. Answers whether it did. */
  createDatabase(name: string): Promise<boolean>
  stop(): Promise<void>
}

export type StartPostgresOptions = {
  /** The cluster is kept in `<dataDir>/postgres`. */
  dataDir: string
  /** @default a free one */
  port?: number
  /** `false` for tests only: faster, and a power cut may lose data. @default true */
  durable?: boolean
  /** Further `postgres -c name=value` settings. */
  settings?: Record<string, string>
}

const INITDB = [
  '--username=postgres',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth=scram-sha-256',
]
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '1GB',
  log_min_messages: 'warning',
}
/** Nothing of our environment, so that PG… variables cannot change what the server does. */
const ENVIRONMENT: NodeJS.ProcessEnv = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: 'production' }
const NOT_DURABLE = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }

function initialise(
  { bin, data }: PostgresFolders,
  { identity, durable }: { identity: PostgresIdentity; durable: boolean },
): void {
  // Made beside its place and moved there when complete: a start that was killed half-way leaves no half cluster.
  const part = `${data}.new`
  const secret = `${data}.secret`
  const password = crypto.randomBytes(18).toString('base64url')
  fs.rmSync(part, { recursive: true, force: true })
  fs.mkdirSync(part, { mode: 0o700 })
  for (const file of [`${data}.password`, secret]) fs.writeFileSync(file, password, { mode: 0o600 })
  if (identity) for (const file of [part, secret]) fs.chownSync(file, identity.uid, identity.gid)
  const flags = [...INITDB, `--pgdata=${part}`, `--pwfile=${secret}`, ...(durable ? [] : ['--no-sync'])]
  const result = spawnSync(path.join(bin, 'initdb'), flags, {
    ...identity,
    cwd: '/',
    encoding: 'utf8',
    env: ENVIRONMENT,
  })
  fs.rmSync(secret, { force: true })
  if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr || result.error?.message || result.stdout}`)
  fs.renameSync(part, data)
}

function launch(
  { bin, data }: PostgresFolders,
  { identity, port, options }: { identity: PostgresIdentity; port: number; options: StartPostgresOptions },
): ChildProcess {
  const settings: Record<string, string> = {
    ...SETTINGS,
    ...(options.durable === false ? NOT_DURABLE : {}),
    ...options.settings,
  }
  const log = fs.openSync(`${data}.log`, 'w')
  const child = spawn(
    path.join(bin, 'postgres'),
    [
      '-D',
      data,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      ...identity,
      cwd: '/',
      stdio: ['ignore', log, log],
      env: ENVIRONMENT,
      // Apart from the terminal's group: Ctrl-C must not end the database before the server has finished its work.
      detached: true,
    },
  )
  fs.closeSync(log)
  child.unref()
  return child
}

async function run(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await client.query(statement)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function untilReady(child: ChildProcess, url: string, data: string): Promise<void> {
  const until = Date.now() + 60_000
  let last: unknown
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      throw new Error(
        `Postgres ended while starting. Its log ${data}.log ends with:\n${fs.readFileSync(`${data}.log`, 'utf8').slice(-1500)}`,
      )
    }
    try {
      await run(url, 'select 1')
      return
    } catch (error) {
      last = error
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
  }
  throw new Error(`Postgres did not become ready within 60 seconds; see ${data}.log`, { cause: last })
}

type Launch = { identity: PostgresIdentity; port: number; options: StartPostgresOptions; url: string }

async function launchUntilReady(folders: PostgresFolders, { url, ...how }: Launch, tries = 20): Promise<number> {
  const child = launch(folders, how)
  // A failed spawn tells by this event; untilReady sees it as a missing pid.
  child.once('error', () => undefined)
  try {
    await untilReady(child, url, folders.data)
  } catch (error) {
    // The sessions of a server that was killed take a moment to notice.
    if (tries <= 1 || !String(error).includes('pre-existing shared memory')) throw error
    await new Promise((resolve) => setTimeout(resolve, 250))
    return launchUntilReady(folders, { url, ...how }, tries - 1)
  }
  return child.pid ?? 0
}

async function createDatabase(url: (database: string) => string, name: string): Promise<boolean> {
  try {
    await run(url('postgres'), `create database ${pg.escapeIdentifier(name)}`)
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505')) return false
    throw error
  }
}

/**
 * Starts an embedded Postgres 18 (UTF-8, builtin locale C.UTF-8) on 127.0.0.1 and answers when it
 * accepts connections. Works as root, after a kill -9, and a second time on the same data.
 * Throws an Error when a living process already runs this data folder.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  const identity = postgresIdentity()
  const folders = postgresFolders(path.resolve(options.dataDir), identity)
  const { data, moved } = folders
  if (fs.existsSync(path.join(data, 'PG_VERSION'))) await clearPostmaster(data)
  else initialise(folders, { identity, durable: options.durable !== false })
  const port = options.port ?? (await freePort())
  const password = fs.readFileSync(`${data}.password`, 'utf8').trim()
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`
  recordOwner(data)
  const pid = await launchUntilReady(folders, { identity, port, options, url: url('postgres') })
  return {
    port,
    pid,
    data,
    moved,
    url,
    createDatabase: (name) => createDatabase(url, name),
    stop: () => stopPostmaster(pid),
  }
}
