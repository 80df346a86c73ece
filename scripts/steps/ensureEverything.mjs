import { ensureDemoBuilt } from './ensureBuilt.mjs'
import { ensureInstalled } from './ensureInstalled.mjs'

/** What a fresh clone needs before anything of it can run; quick when there is nothing to do. */
export async function ensureBuilt(options) {
  await ensureInstalled()
  await ensureDemoBuilt(options)
}
