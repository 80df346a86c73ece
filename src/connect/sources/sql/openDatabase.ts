import knex, { type Knex } from 'knex'
import { errorText } from '../../errorText.ts'
import { SourceError } from '../../SourceError.ts'
import { dialectOf } from './dialectOf.ts'
import type { SqlDialect } from './SqlDialect.ts'
import type { SqlConnection, SqlSourceOptions } from './SqlSourceOptions.ts'
import { toSourceError } from './toSourceError.ts'

type Begin = { readOnly: boolean; timeout: number }

export type OpenDatabase = {
  dialect: SqlDialect
  /** A transaction that the caller ends by `commit` or `rollback`. Rejects with a SourceError. */
  begin(options: Begin): Promise<Knex.Transaction>
  /** Runs `work` in a transaction that is committed when it resolves. Rejects with a SourceError. */
  run<Result>(options: Begin, work: (trx: Knex.Transaction) => Promise<Result>): Promise<Result>
  /** How to stop what runs in this transaction; answers nothing where the database has no such thing. */
  canceller(trx: Knex.Transaction): Promise<() => void>
  close(): Promise<void>
}

type Client = SqlSourceOptions['client']

/** At the most. */
const CONNECTIONS = 4

const ignore = () => undefined

function createKnex(client: Client, connection: SqlConnection): Knex {
  // A driver may go to a database of its own choice then.
  if (!connection)
    throw new SourceError('The connection of sqlSource() is not given: is its environment variable set?', {
      temporary: false,
    })
  try {
    const db = knex({
      client,
      connection: dialectOf(client).settings(connection),
      pool: { min: 0, max: CONNECTIONS },
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
  } catch (error) {
    throw new SourceError(`The driver of ${client} cannot be used: ${errorText(error)}`, {
      temporary: false,
      cause: error,
    })
  }
}

type Beginning = Begin & { db: Knex; dialect: SqlDialect; tries?: number }

/** A connection may have ended while nobody used it. Nothing was asked on it then, so another one is taken. */
async function beginOn({ tries = CONNECTIONS + 1, ...given }: Beginning): Promise<Knex.Transaction> {
  const { db, dialect, readOnly, timeout } = given
  const trx = await db.transaction(dialect.transaction(readOnly))
  try {
    await dialect.settle(trx, { readOnly, seconds: timeout })
    return trx
  } catch (error) {
    const neverBegan = trx.isCompleted()
    await trx.rollback().catch(() => undefined)
    if (!neverBegan || tries === 1) throw error
    return await beginOn({ ...given, tries: tries - 1 })
  }
}

/** A lazily connected pool on a billing database. Nothing happens before the first call. */
export function openDatabase(client: Client, connection: SqlConnection): OpenDatabase {
  const dialect = dialectOf(client)
  let db: Knex | undefined
  const begin: OpenDatabase['begin'] = async (options) => {
    db ??= createKnex(client, connection)
    try {
      return await beginOn({ ...options, db, dialect })
    } catch (error) {
      throw toSourceError(error, dialect)
    }
  }
  return {
    dialect,
    begin,
    run: async (options, work) => {
      const trx = await begin(options)
      try {
        const result = await work(trx)
        await dialect.commit(trx)
        return result
      } catch (error) {
        if (!trx.isCompleted()) await trx.rollback().catch(() => undefined)
        throw toSourceError(error, dialect)
      }
    },
    canceller: async (trx) => {
      const { cancel } = dialect
      if (!cancel) return ignore
      const answer: unknown = await trx.raw(cancel.session).catch((error: unknown) => {
        throw toSourceError(error, dialect)
      })
      const session = Number(dialect.rows(answer)[0]?.session)
      // Should it not get there, the statement's own time limit ends it.
      return () => void db?.raw(cancel.kill(session)).then(ignore, ignore)
    },
    close: async () => {
      await db?.destroy()
      db = undefined
    },
  }
}
