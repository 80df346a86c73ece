export default async function globalTeardown() {
  await globalThis.__payerPortalPostgres?.stop()
}
