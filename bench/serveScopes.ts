// The portal on Express, with payers who get their associations from the benchmark, all logged in.
import { createServer } from 'payload-plugin-payer-portal/server'
import { benchConfig } from './benchConfig.ts'
import { createBenchPayer, logInBenchPayer } from './benchPayer.ts'
import { SCOPES, type ScopeName } from './scopeRules.ts'
import { announce } from './startServer.ts'

export type ScopedPayer = { id: number; headers: Record<string, string> }
export type Scopes = { url: string; payers: Record<ScopeName, ScopedPayer> }

const config = await benchConfig({ portal: { allowHeaderAuth: true } })
const server = await createServer({ config, startWorker: false })
const { port } = await server.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${port}`
const payers: Partial<Scopes['payers']> = {}
for (const name of Object.keys(SCOPES) as ScopeName[]) {
  const email = `${name.toLowerCase()}@bench.test`
  const id = await createBenchPayer(server.payload, email)
  payers[name] = { id, headers: await logInBenchPayer(url, email) }
}
announce({ url, payers: payers as Scopes['payers'] } satisfies Scopes)
