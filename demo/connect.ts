import { readInfra } from './infra/keptInfra.ts'
import { demoDataDir } from './infra/startInfra.ts'

/** Runs one command of Connect, as a host's own script would, and answers its exit code. */
export async function runConnect(args: readonly string[]): Promise<number> {
  readInfra(demoDataDir())
  const { default: config } = await import('./payload.config.ts')
  const { getPayload } = await import('payload')
  const { connectCommand } = await import('payload-plugin-payer-portal/server')
  const payload = await getPayload({ config, disableOnInit: true })
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  try {
    return await connectCommand({ payload, args, say: (line) => console.log(line), signal: stop.signal })
  } finally {
    await payload.destroy()
  }
}
