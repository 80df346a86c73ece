import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import mysql from 'mysql2/promise'
import { freePort } from '../../demo/infra/freePort.ts'

export type MariaDb = {
  /** As MariaDB itself tells it. */
  version: string
  port: number
  /** The superuser's connection to the database `books`. */
  admin: mysql.Connection
  stop(): Promise<void>
}

const PLACES = ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/opt/homebrew/sbin']

function find(...names: string[]): string {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...PLACES].filter(Boolean)
  const found = names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => fs.existsSync(file))
  if (found) return found
  throw new Error(
    `${names[0]} is not there. Install MariaDB's server: apt-get install mariadb-server-core mariadb-client-core`,
  )
}

async function connect(port: number, database?: string): Promise<mysql.Connection> {
  return await mysql.createConnection({
    host: '127.0.0.1',
    port,
    user: 'root',
    charset: 'utf8mb4',
    ...(database ? { database } : {}),
  })
}

async function untilReady(
  child: ChildProcess,
  { port, log }: { port: number; log: string },
): Promise<mysql.Connection> {
  for (const until = Date.now() + 60_000; ; ) {
    try {
      return await connect(port)
    } catch (error) {
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`MariaDB did not start: ${fs.readFileSync(log, 'utf8').slice(-1500)}`, { cause: error })
      await delay(100)
    }
  }
}

/** Starts the installed MariaDB on a data folder of its own, with an empty database `books`. Throws when none is installed. */
export async function startMariaDb(): Promise<MariaDb> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pp-maria-'))
  const [data, log, temporary] = ['data', 'log', 'tmp'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ]
  const user = `--user=${os.userInfo().username}`
  await mkdir(temporary)
  const made = spawnSync(
    find('mariadb-install-db', 'mysql_install_db'),
    [
      '--no-defaults',
      user,
      `--datadir=${data}`,
      `--tmpdir=${temporary}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      '--innodb-log-file-size=8M',
    ],
    { encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`The data folder of MariaDB could not be made: ${made.stdout}${made.stderr}`)
  const port = await freePort()
  const out = fs.openSync(log, 'w')
  const child = spawn(
    find('mariadbd', 'mysqld'),
    [
      '--no-defaults',
      user,
      `--datadir=${data}`,
      // Of its own: a server that starts clears away what it takes for leftovers.
      `--tmpdir=${temporary}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${path.join(folder, 'sock')}`,
      `--pid-file=${path.join(folder, 'pid')}`,
      '--skip-name-resolve',
      '--innodb-buffer-pool-size=48M',
      '--innodb-log-file-size=8M',
      '--innodb-flush-log-at-trx-commit=0',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_general_ci',
    ],
    { stdio: ['ignore', out, out] },
  )
  fs.closeSync(out)
  const first = await untilReady(child, { port, log })
  await first.query('create database books')
  await first.end()
  const admin = await connect(port, 'books')
  const [rows] = await admin.query('select version() as version')
  return {
    version: (rows as { version: string }[])[0]?.version ?? '',
    port,
    admin,
    stop: async () => {
      await admin.end().catch(() => undefined)
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
