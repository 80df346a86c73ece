import type { WorkerEvents } from 'graphile-worker'
import type { Payload } from 'payload'
import type { PoolClient } from 'pg'
import { poolOf, type Queryable, withTransaction } from '../base/database.ts'
import { holdWorker, releaseDeadWorkers } from './releaseDeadWorkers.ts'

const LOOK_MS = 10_000

/** A connection on which this process says of its workers that they live; another is taken when it breaks. */
class Signs {
  private readonly ids = new Set<string>()
  private held = new Set<string>()
  private connection: PoolClient | null = null

  constructor(private readonly payload: Payload) {}

  add(id: string): void {
    this.ids.add(id)
  }

  async hold(): Promise<void> {
    const connection = this.connection ?? (await this.connect())
    for (const id of this.ids)
      if (!this.held.has(id) && (await holdWorker(connection as unknown as Queryable, id))) this.held.add(id)
  }

  /** Closed, not given back: what it held ends with it. */
  drop(): void {
    this.connection?.release(true)
    this.connection = null
    this.held = new Set()
  }

  private async connect(): Promise<PoolClient> {
    const connection = await poolOf(this.payload).connect()
    this.connection = connection
    connection.once('error', () => {
      if (this.connection === connection) this.drop()
    })
    return connection
  }
}

/** Says that this worker lives, and takes over from those that do not, until the answer is called. */
export async function watchWorkers(payload: Payload, events: WorkerEvents): Promise<() => Promise<void>> {
  const signs = new Signs(payload)
  await signs.hold()
  let last: Promise<unknown> = Promise.resolve()
  const look = () => {
    last = last
      .then(() => signs.hold())
      .then(() => withTransaction(payload, releaseDeadWorkers))
      .catch((error: unknown) => payload.logger.warn({ err: error }, 'Looking after the workers failed'))
  }
  events.on('pool:create', ({ workerPool }) => {
    signs.add(workerPool.id)
    look()
  })
  look()
  const timer = setInterval(look, LOOK_MS)
  return async () => {
    clearInterval(timer)
    await last
    signs.drop()
  }
}
