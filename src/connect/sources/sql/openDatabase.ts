import knex, { type Knex } from 'knex'
import { SourceError } from '../../SourceError.ts'
import type { SqlConnection } from './SqlSourceOptions.ts'
import { toSourceError } from './toSourceError.ts'

export type OpenDatabase = {
  /** A transaction that the caller ends by `commit` or `rollback`. Rejects with a SourceError. */
  begin(options: { readOnly: boolean; timeout: number }): Promise<Knex.Transaction>
  /** Runs `work` in a transaction that is committed when it resolves. Rejects with a SourceError. */
  run<Result>(
    options: { readOnly: boolean; timeout: number },
    work: (trx: Knex.Transaction) => Promise<Result>,
  ): Promise<Result>
  close(): Promise<void>
}

const ignore = () => undefined

function createKnex(connection: SqlConnection): Knex {
  const parts = typeof connection === 'string' ? { connectionString: connection } : connection
  const db = knex({
    client: 'pg',
    connection: { ...parts, application_name: 'payer-portal', connectionTimeoutMillis: 5000, keepAlive: true },
    pool: { min: 0, max: 4 },
    acquireConnectionTimeout: 10_000,
    compileSqlOnError: false,
    // Faults reach the caller as errors; the driver has nothing to print.
    log: { debug: ignore, deprecate: ignore, error: ignore, warn: ignore },
  })
  // The statement's text has no place in what staff read.
  db.on('query-error', (error: Error, query: { sql: string }) => {
    const prefix = `${query.sql} - `
    if (error.message.startsWith(prefix)) error.message = error.message.slice(prefix.length)
  })
  return db
}

/** Texts must come out the same whatever the server's or the role's own settings are. */
async function settle(trx: Knex.Transaction, timeout: number): Promise<void> {
  await trx.raw(
    `select set_config('statement_timeout', ?, true), set_config('datestyle', 'ISO, YMD', true), set_config('cursor_tuple_fraction', '1', true)`,
    [String(timeout * 1000)],
  )
}

/**
 * Ends the transaction by a statement whose answer we see: a constraint that is checked at the end, or a
 * connection that is lost then, must not pass for a success. Then gives the connection back.
 */
async function commit(trx: Knex.Transaction): Promise<void> {
  const { command } = (await trx.raw('commit')) as { command: string }
  if (command !== 'COMMIT')
    throw new SourceError('The billing system rolled the transaction back.', { temporary: true })
  await trx.commit().catch(() => undefined)
}

/** A lazily connected pool on a billing database. Nothing happens before the first call. */
export function openDatabase(connection: SqlConnection): OpenDatabase {
  let db: Knex | undefined
  const begin: OpenDatabase['begin'] = async ({ readOnly, timeout }) => {
    db ??= createKnex(connection)
    try {
      const mode = readOnly ? ({ isolationLevel: 'repeatable read', readOnly: true } as const) : {}
      const trx = await db.transaction(mode)
      await settle(trx, timeout).catch(async (error) => {
        await trx.rollback().catch(() => undefined)
        throw error
      })
      return trx
    } catch (error) {
      throw toSourceError(error)
    }
  }
  return {
    begin,
    run: async (options, work) => {
      const trx = await begin(options)
      try {
        const result = await work(trx)
        await commit(trx)
        return result
      } catch (error) {
        if (!trx.isCompleted()) await trx.rollback().catch(() => undefined)
        throw toSourceError(error)
      }
    },
    close: async () => {
      await db?.destroy()
      db = undefined
    },
  }
}
