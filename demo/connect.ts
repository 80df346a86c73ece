import type { Payload } from 'payload'
import { readInfra } from './infra/keptInfra.ts'
import { demoDataDir } from './infra/startInfra.ts'

async function openPayload(): Promise<Payload> {
  readInfra(demoDataDir())
  const { default: config } = await import('./payload.config.ts')
  const { getPayload } = await import('payload')
  // What goes wrong the command says by itself, in one line.
  const quiet = Object.assign({}, await config, { logger: { options: { level: 'fatal' } } })
  return await getPayload({ config: quiet, disableOnInit: true })
}

/** Runs one command of Connect, as a host's own script would, and answers its exit code. */
export async function runConnect(args: readonly string[]): Promise<number> {
  const { connectCommand } = await import('payload-plugin-payer-portal/server')
  const stop = new AbortController()
  const payload = async () => {
    const opened = await openPayload()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
    return opened
  }
  return await connectCommand({ payload, args, say: (line) => console.log(line), signal: stop.signal })
}
