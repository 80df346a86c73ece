// The inbox in a process of its own: sends its addresses to its parent and ends with it.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { load } from '../../scripts/steps/compile.mjs'

const { startInbox } = await load('demo/infra/startInbox.ts')
const folder = await mkdtemp(path.join(os.tmpdir(), 'payer-portal-inbox-'))
const inbox = await startInbox({ port: 0, folder })
process.send({ smtpUrl: inbox.smtpUrl, url: inbox.url })
process.once('disconnect', async () => {
  await inbox.close()
  await rm(folder, { recursive: true, force: true })
  process.exit(0)
})
