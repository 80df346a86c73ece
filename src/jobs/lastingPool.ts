import type { Payload } from 'payload'
import type { Pool, PoolClient, QueryResult } from 'pg'
import { isUnanswered } from '../base/databaseRefusal.ts'
import { repeatWhile } from '../base/repeatWhile.ts'

// The names that the worker gives to its prepared statements.
const ENDS_JOBS = /^(?:complete|fail)_job/
const CLAIMS_JOB = /^get_job/
const NOTHING = { rows: [], rowCount: 0 } as unknown as QueryResult

type Statement = string | { name?: string }
type Args = {
  pool: Pool
  logger: Pick<Payload['logger'], 'warn'>
  /** From then on an end that the database does not take is left to whoever takes over from this worker. */
  isOver(): boolean
  /** A job may be held for this worker that it knows nothing of. */
  onLostClaim(): void
}

const nameOf = (statement: Statement): string => (typeof statement === 'string' ? '' : (statement.name ?? ''))

/** A connection that is taken when the first statement comes, and replaced when an end of jobs needs another. */
class LastingClient {
  private held: PoolClient | null = null

  constructor(private readonly args: Args) {}

  async query(statement: Statement, values?: unknown[]): Promise<QueryResult> {
    const name = nameOf(statement)
    if (ENDS_JOBS.test(name)) return await this.end(statement, values)
    const client = await this.connection()
    try {
      return await client.query(statement as string, values)
    } catch (error) {
      if (CLAIMS_JOB.test(name) && isUnanswered(error)) this.args.onLostClaim()
      throw error
    }
  }

  release(): void {
    this.held?.release()
    this.held = null
  }

  private async connection(): Promise<PoolClient> {
    this.held ??= await this.args.pool.connect()
    return this.held
  }

  private async end(statement: Statement, values?: unknown[]): Promise<QueryResult> {
    const { isOver, logger } = this.args
    const isWorthIt = (err: unknown) => {
      logger.warn({ err }, 'The end of a job could not be written down')
      return !isOver()
    }
    const work = async () => await (await this.fresh()).query(statement as string, values)
    return await repeatWhile(work, isWorthIt).catch(() => NOTHING)
  }

  private async fresh(): Promise<PoolClient> {
    this.release()
    return await this.connection()
  }
}

/**
 * The pool as the worker has it: what ends a job is tried again until the database has taken it, so that no job is run again
 * because its end was lost.
 */
export function lastingPool(args: Args): Pool {
  const { pool } = args
  const connect = (callback?: Parameters<Pool['connect']>[0]) =>
    callback ? pool.connect(callback) : Promise.resolve(new LastingClient(args))
  const get = (target: Pool, key: string | symbol) => {
    if (key === 'connect') return connect
    const value: unknown = Reflect.get(target, key, target)
    return typeof value === 'function' ? value.bind(target) : value
  }
  return new Proxy(pool, { get })
}
