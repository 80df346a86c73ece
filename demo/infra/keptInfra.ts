import fs from 'node:fs'
import path from 'node:path'

const NAMES = ['DATABASE_URL', 'BILLING_READ_URL', 'BILLING_POSTING_URL', 'PAYLOAD_SECRET', 'SERVER_URL'] as const

const fileOf = (dataDir: string) => path.join(dataDir, 'connect.json')

/** Remembers how the databases of this demo are reached, for commands beside the server. Readable by its user only. */
export function keepInfra(dataDir: string): void {
  const values = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]))
  fs.writeFileSync(fileOf(dataDir), JSON.stringify(values), { mode: 0o600 })
}

/** Sets what the environment does not name as the demo that was started last has it. Throws an Error for a person when nothing is known. */
export function readInfra(dataDir: string): void {
  if (process.env.DATABASE_URL) return
  if (!fs.existsSync(fileOf(dataDir))) throw new Error('DATABASE_URL is needed, or a demo that runs (npm start).')
  const values = JSON.parse(fs.readFileSync(fileOf(dataDir), 'utf8')) as Record<string, string | undefined>
  for (const name of NAMES) process.env[name] ||= values[name]
}
