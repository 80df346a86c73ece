import type { AddressInfo } from 'node:net'
import type { Control } from './control/controlRoutes.ts'
import { createFakeContext } from './createFakeContext.ts'
import { runDue } from './resources/runDue.ts'
import { loadSchemas } from './schemas/loadSchemas.ts'
import { createFakeServer } from './server/createFakeServer.ts'
import { Deliverer, type Webhook } from './server/Deliverer.ts'
import { Faults } from './server/Faults.ts'

export type StripeFakeOptions = {
  /** 0 takes a free one. */
  port: number
  /** @default '127.0.0.1' */
  host?: string
  secretKey: string
  publishableKey: string
  webhook?: Webhook
  /** Keeps the state here, so that it survives a restart. @default in memory only */
  dataFile?: string
  /** Added to every answer of the API. @default 0 */
  latencyMs?: number
}

export type StripeFake = { url: string; port: number; close(): Promise<void> }

const DUE_EVERY_MS = 1000

function checkKeys({ secretKey, publishableKey }: StripeFakeOptions): void {
  if (!secretKey.startsWith('sk_test_')) throw new Error('The stand-in takes a secret key that begins with sk_test_.')
  if (!publishableKey.startsWith('pk_test_'))
    throw new Error('The stand-in takes a publishable key that begins with pk_test_.')
}

/** Lets time pass: what is due happens within a second even when nobody calls. */
function tick({ fake, deliverer }: Control): NodeJS.Timeout {
  const timer = setInterval(() => {
    runDue(fake)
    fake.store.flush()
    void deliverer.take(fake.outbox.splice(0))
  }, DUE_EVERY_MS)
  return timer.unref()
}

/** Starts the stand-in for Stripe's API. Rejects when the port is taken or a key is not a test key. */
export async function startStripeFake(options: StripeFakeOptions): Promise<StripeFake> {
  checkKeys(options)
  const { host = '127.0.0.1', secretKey, publishableKey, dataFile } = options
  let url = ''
  const { fake, api } = createFakeContext({
    keys: { secretKey, publishableKey },
    schemas: await loadSchemas(),
    ...(dataFile && { dataFile }),
    baseUrl: () => url,
  })
  const deliverer = new Deliverer(fake)
  deliverer.configure(options.webhook ?? null)
  const control: Control = {
    fake,
    deliverer,
    faults: new Faults(),
    requests: [],
    settings: { latencyMs: options.latencyMs ?? 0, isDeliveredFirst: false },
  }
  const server = createFakeServer({ ...control, ...api })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  url = `http://${host}:${port}`
  deliverer.resume()
  const timer = tick(control)
  const close = async (): Promise<void> => {
    clearInterval(timer)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await deliverer.close()
    fake.store.flush()
  }
  return { url, port, close }
}
