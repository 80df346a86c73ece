import pg from 'pg'

const open = new Map<pg.Client, pg.Pool>()

class TrackedPool extends pg.Pool {
  constructor(config?: pg.PoolConfig) {
    super({ ...config, allowExitOnIdle: true })
    this.on('connect', (connected) => {
      const client = connected as unknown as pg.Client
      open.set(client, this)
      client.on('end', () => open.delete(client))
      // A database that is stopped or dropped under a test closes its connections.
      client.on('error', () => undefined)
    })
  }
}

/** `pg` whose pools remember their connections, so that a test can close them all and jest can exit. */
export const trackedPg = { ...pg, Pool: TrackedPool } as typeof pg

/** Closes the connections of `pool`, or of every pool: another host of the same test file keeps its own. */
export async function closeTrackedConnections(pool?: pg.Pool): Promise<void> {
  const clients = [...open].filter(([, owner]) => pool === undefined || owner === pool).map(([client]) => client)
  for (const client of clients) open.delete(client)
  await Promise.all(clients.map((client) => client.end().catch(() => undefined)))
}
