import type { Payload } from 'payload'
import type { QueryResultRow } from 'pg'
import { isWideSql } from '../../access/scope/wideInvoices.ts'
import { createTurns } from '../base/createTurns.ts'
import { poolOf, type Statement, withTransaction } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { PortalError } from '../base/errors.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { lastWay, rememberWay } from './lastWay.ts'

const PAYER = '(select $1::int)'
const STORED = isWideSql({ payer: PAYER, today: '$2' })
const DRAFTED = isWideSql({ payer: PAYER, today: '$2', drafts: '$3', without: '$4' })

type Args = {
  payload: Payload
  payer: number
  /** Associations that are not stored, as JSON, and the ids of those that they stand for. */
  given?: { drafts: string; without: readonly number[] }
}

async function askWidth({ payload, payer, given }: Args): Promise<boolean> {
  const values = [payer, dateIn(portalOptions(payload).timeZone, new Date())]
  const statement = given
    ? { name: 'scope-width-drafts', text: DRAFTED, values: [...values, given.drafts, given.without] }
    : { name: 'scope-width', text: STORED, values }
  const { rows } = await poolOf(payload).query<{ wide: boolean }>(statement)
  return rows[0]?.wide === true
}

/**
 * Does the payer see so many invoices, or has so many associations, that going through all invoices once is quicker than
 * finding each? Remembered for a minute, as a guess of what is fast.
 */
export async function isWideScope(args: Args): Promise<boolean> {
  if (args.given) return askWidth(args)
  const key = `${args.payer}-width`
  const last = lastWay<'wide' | 'narrow'>(args.payload, key)
  if (last) return last === 'wide'
  const isWide = await askWidth(args)
  rememberWay(args.payload, key, isWide ? 'wide' : 'narrow')
  return isWide
}

/** Of the connections, so many at the most go through all invoices, and others wait for them. */
const inTurn = createTurns({ atOnce: 2, waiting: 50 })
const TIMEOUT = `set local statement_timeout = '30s'`
const QUERY_CANCELED = '57014'

/**
 * Runs a statement that goes through all invoices: two at a time in a process, each for thirty seconds at the most.
 * Throws `overloaded` when it takes longer, or when fifty wait.
 */
export const runWide = <Row extends QueryResultRow>(payload: Payload, statement: Statement): Promise<Row[]> =>
  inTurn(() =>
    withTransaction(payload, async (tx) => {
      await tx.query({ text: TIMEOUT })
      return (await tx.query<Row>(statement)).rows
    }),
  ).catch((error) => {
    const isLate = (error as { code?: unknown } | null)?.code === QUERY_CANCELED
    throw isLate ? new PortalError('overloaded', { data: { retryAfter: 30 } }) : error
  })
