import { readFileSync } from 'node:fs'
import { measureFlood } from '../../bench/loginFlood.ts'
import { fillInvoices } from '../../bench/rows.ts'
import type { Ours } from '../../bench/serveOurs.ts'
import { type Server, startServer } from '../../bench/startServer.ts'
import { createDatabase, dropDatabase } from '../helpers/databases.ts'

let databaseUrl: string
let server: Server<Ours>
beforeAll(async () => {
  databaseUrl = await createDatabase()
  await fillInvoices(databaseUrl, 20_000)
  server = await startServer<Ours>('serveOurs.ts', databaseUrl)
})
afterAll(async () => {
  await server.close()
  await dropDatabase(databaseUrl)
})

/** The most memory that the server ever held, in megabytes; null where the system does not say. */
function mostMemory(): number | null {
  if (process.platform !== 'linux') return null
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

describe('a flood of logins', () => {
  it('A-19 of a hundred at once all get in, while another payer waits less than a second for each page', async () => {
    const { url, headers, flood } = server
    const before = mostMemory()
    const { flooded, logins } = await measureFlood({ url, headers, ...flood })
    expect(logins).toMatchObject({ succeeded: 100, refused: 0 })
    expect(flooded.count).toBeGreaterThan(20)
    expect(flooded.p99).toBeLessThan(1000)
    const after = mostMemory()
    // A hundred hashes at once would take two gigabytes.
    if (before !== null && after !== null) expect(after - before).toBeLessThan(250)
  })
})
