import { startStripeFake } from './startStripeFake.ts'

const { env } = process

/** The stand-in as a process of its own. Prints one line with its address; SIGTERM ends it. */
const fake = await startStripeFake({
  port: Number(env.STRIPE_PORT ?? 12111),
  host: env.STRIPE_HOST ?? '127.0.0.1',
  secretKey: env.STRIPE_SECRET_KEY ?? 'sk_test_stand_in',
  publishableKey: env.STRIPE_PUBLISHABLE_KEY ?? 'pk_test_stand_in',
  ...(env.STRIPE_WEBHOOK_URL && {
    webhook: { url: env.STRIPE_WEBHOOK_URL, secret: env.STRIPE_WEBHOOK_SECRET ?? 'whsec_stand_in' },
  }),
  ...(env.STRIPE_DATA_FILE && { dataFile: env.STRIPE_DATA_FILE }),
  latencyMs: Number(env.STRIPE_LATENCY_MS ?? 0),
})
process.stdout.write(`${JSON.stringify({ url: fake.url, port: fake.port })}\n`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void fake.close().then(() => process.exit(0)))
}
