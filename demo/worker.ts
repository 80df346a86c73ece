import { withDatabaseLock } from './infra/withDatabaseLock.ts'

/** Runs the jobs of DATABASE_URL in this process until a signal comes, then finishes what runs and exits 0. */
export async function runWorker({ say }: { say: (text: string) => void }): Promise<void> {
  const { default: config } = await import('./payload.config.ts')
  const { getPayload } = await import('payload')
  const { migrateJobs, startWorker } = await import('payload-plugin-payer-portal/server')
  const payload = await withDatabaseLock(process.env.DATABASE_URL ?? '', async () => {
    const booted = await getPayload({ config })
    await migrateJobs(booted)
    return booted
  })
  const worker = await startWorker({ payload })
  say('The worker is running')
  const stop = async () => {
    await worker.stop()
    await payload.destroy()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
}
