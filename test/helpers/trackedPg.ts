import pg from 'pg'

const open = new Set<pg.Client>()

class TrackedPool extends pg.Pool {
  constructor(config?: pg.PoolConfig) {
    super({ ...config, allowExitOnIdle: true })
    this.on('connect', (connected) => {
      const client = connected as unknown as pg.Client
      open.add(client)
      client.on('end', () => open.delete(client))
      // A database that is stopped or dropped under a test closes its connections.
      client.on('error', () => undefined)
    })
  }
}

/** `pg` whose pools remember their connections, so that a test can close them all and jest can exit. */
export const trackedPg = { ...pg, Pool: TrackedPool } as typeof pg

export async function closeTrackedConnections(): Promise<void> {
  await Promise.all([...open].map((client) => client.end().catch(() => undefined)))
  open.clear()
}
