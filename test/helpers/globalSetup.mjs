// One Postgres for the whole run, with a migrated template database that each test file clones.
import { spawnSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { tsImport } from 'tsx/esm/api'

export default async function globalSetup() {
  const root = path.resolve(import.meta.dirname, '../..')
  const { startPostgres } = await tsImport('../../demo/infra/startPostgres.ts', import.meta.url)
  const { KEEP_ALIVE } = await tsImport('../../demo/infra/keepAlive.ts', import.meta.url)
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
    ['--import', 'tsx', '--import', KEEP_ALIVE, path.join(root, 'test/helpers/prepareTemplate.ts')],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'test/tsconfig.json') },
    },
  )
  if (prepare.status !== 0) {
    await postgres.stop()
    throw new Error('The template database could not be prepared.')
  }
}
