// One Postgres for the whole run, with a migrated template database that each test file clones.
import { spawnSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { load } from '../../scripts/steps/compile.mjs'

export default async function globalSetup() {
  const root = path.resolve(import.meta.dirname, '../..')
  const { startPostgres } = await load('demo/infra/startPostgres.ts')
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'payer-portal-test-'))
  const postgres = await startPostgres({
    dataDir,
    durable: false,
    settings: { max_connections: '300', shared_preload_libraries: 'pg_stat_statements' },
  })
  globalThis.__payerPortalPostgres = { postgres, dataDir }
  process.env.TEST_POSTGRES_URL = postgres.url('postgres')
  const prepare = spawnSync(
    process.execPath,
    ['--conditions=production', path.join(root, 'scripts/run.mjs'), 'test/helpers/prepareTemplate.ts'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  if (prepare.status !== 0) {
    await postgres.stop()
    throw new Error('The template database could not be prepared.')
  }
}
