import { postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig } from 'payload'
import { payerPortal } from 'payload-plugin-payer-portal'
import { createServer } from 'payload-plugin-payer-portal/server'
import { migrations } from '../demo/migrations/index.ts'
import { setPassword } from '../src/login/setPassword.ts'

const EMAIL = 'payer@bench.test'
const PASSWORD = 'Bench-portal-2026!'

export type Ours = { url: string; headers: Record<string, string>; close(): Promise<void> }

/** The portal on Express with one payer, associated with one client and logged in. */
export async function startOurs(databaseUrl: string, clientNumber: string): Promise<Ours> {
  const config = await buildConfig({
    secret: 'a-secret-that-is-only-used-in-benchmarks-012345',
    serverURL: 'http://localhost:3000',
    editor: lexicalEditor(),
    db: postgresAdapter({ pool: { connectionString: databaseUrl, max: 20 }, push: false, prodMigrations: migrations }),
    telemetry: false,
    graphQL: { disable: true },
    typescript: { autoGenerate: false },
    collections: [{ slug: 'users', auth: true, fields: [] }],
    plugins: [
      payerPortal({
        timeZone: 'America/New_York',
        firmName: 'Bench',
        allowHeaderAuth: true,
        accounts: { 'operating-ny': { kind: 'operating', label: 'Operating' } },
      }),
    ],
  })
  const server = await createServer({ config, startWorker: false })
  const { payload } = server
  const payer = await payload.create({
    collection: 'payers',
    data: { email: EMAIL, lastName: 'Bench' },
    // system: the benchmark makes its own payer.
    overrideAccess: true,
  })
  // system: the benchmark makes its own association.
  await payload.create({ collection: 'associations', data: { payer: payer.id, clientNumber }, overrideAccess: true })
  await setPassword({ payload, payer: Number(payer.id), password: PASSWORD })
  const { port } = await server.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${port}`
  const login = await fetch(`${url}/api/payers/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  })
  const { token } = (await login.json()) as { token: string }
  return { url, headers: { authorization: `JWT ${token}` }, close: () => server.close() }
}
