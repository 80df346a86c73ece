import type { WorkerEvents } from 'graphile-worker'
import type { Payload } from 'payload'
import type { PoolClient } from 'pg'
import { poolOf, type Queryable, withTransaction } from '../base/database.ts'
import { holdWorker, releaseDeadWorkers } from './releaseDeadWorkers.ts'

const LOOK_MS = 10_000
const FIRST_WAIT_MS = 1000

/** A connection on which this process says of its workers that they live; another is taken when it breaks. */
class Signs {
  private readonly ids = new Set<string>()
  private held = new Set<string>()
  private connection: PoolClient | null = null

  constructor(
    private readonly payload: Payload,
    private readonly onBroken: () => void,
  ) {}

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
      if (this.connection !== connection) return
      this.drop()
      this.onBroken()
    })
    return connection
  }
}

/** Looks after the workers, one look at a time: every ten seconds, and soon after one failed or the sign was broken. */
class Watch {
  private readonly signs: Signs
  private looking: Promise<void> = Promise.resolve()
  private timer: NodeJS.Timeout | undefined
  private wait = FIRST_WAIT_MS
  /** Not in the look after the sign was broken: those of the others may have been, too, and they get the time to renew them. */
  private mayTakeOver = true
  private isStopped = false

  constructor(private readonly payload: Payload) {
    const onBroken = () => {
      this.mayTakeOver = false
      this.look()
    }
    this.signs = new Signs(payload, onBroken)
  }

  async begin(): Promise<void> {
    await this.signs.hold()
    this.look()
  }

  add(id: string): void {
    this.signs.add(id)
    this.look()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.timer)
    await this.looking
    this.signs.drop()
  }

  private look(): void {
    clearTimeout(this.timer)
    if (!this.isStopped) this.looking = this.looking.then(() => this.lookOnce())
  }

  private async lookOnce(): Promise<void> {
    try {
      await this.signs.hold()
      if (this.mayTakeOver) await withTransaction(this.payload, releaseDeadWorkers)
      this.mayTakeOver = true
      this.wait = FIRST_WAIT_MS
      this.lookIn(LOOK_MS)
    } catch (error) {
      this.payload.logger.warn({ err: error }, 'Looking after the workers failed')
      this.mayTakeOver = false
      this.lookIn(this.wait)
      this.wait = Math.min(2 * this.wait, LOOK_MS)
    }
  }

  private lookIn(milliseconds: number): void {
    clearTimeout(this.timer)
    if (!this.isStopped) this.timer = setTimeout(() => this.look(), milliseconds)
  }
}

/** Says that this worker lives, and takes over from those that do not, until the answer is called. */
export async function watchWorkers(payload: Payload, events: WorkerEvents): Promise<() => Promise<void>> {
  const watch = new Watch(payload)
  await watch.begin()
  events.on('pool:create', ({ workerPool }) => watch.add(workerPool.id))
  return () => watch.stop()
}
