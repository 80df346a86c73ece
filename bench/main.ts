// All benchmarks, or those that are named: node scripts/bench.mjs pages staff scope logins invites sync
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startPostgres } from '../demo/infra/startPostgres.ts'
import { comparePages } from './comparePages.ts'
import { compareScopes } from './compareScopes.ts'
import { compareStaffLists } from './compareStaffLists.ts'
import { floodLogins } from './floodLogins.ts'
import { sendInvites } from './sendInvites.ts'
import { syncInvoices } from './syncInvoices.ts'

const BENCHES = {
  pages: comparePages,
  staff: compareStaffLists,
  scope: compareScopes,
  logins: floodLogins,
  invites: sendInvites,
  sync: syncInvoices,
} as const
type Name = keyof typeof BENCHES

const names = process.argv.slice(2)
const unknown = names.find((name) => !(name in BENCHES))
if (unknown) throw new Error(`There is no benchmark ${unknown}, only ${Object.keys(BENCHES).join(', ')}.`)

const folder = mkdtempSync(path.join(os.tmpdir(), 'payer-portal-bench-'))
const postgres = await startPostgres({ dataDir: folder, durable: false })
try {
  const say = (text: string) => void process.stdout.write(`${text}\n`)
  for (const name of (names.length > 0 ? names : Object.keys(BENCHES)) as Name[])
    await BENCHES[name]({ postgres, folder, say })
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
