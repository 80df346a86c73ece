import { rm } from 'node:fs/promises'

export default async function globalTeardown() {
  const { postgres, dataDir } = globalThis.__payerPortalPostgres ?? {}
  await postgres?.stop()
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
}
