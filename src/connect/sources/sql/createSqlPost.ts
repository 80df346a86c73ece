import type { Knex } from 'knex'
import { isCalendarDate } from '../../../base/dates.ts'
import { POSTING_CODES, type PostingCode } from '../../../options/postingSettings.ts'
import type { SourcePosting } from '../../BillingSource.ts'
import { ClosedPeriod } from '../../ClosedPeriod.ts'
import { SourceError } from '../../SourceError.ts'
import { checkUniqueReference } from './checkUniqueReference.ts'
import type { OpenDatabase } from './openDatabase.ts'
import type { SqlDialect } from './SqlDialect.ts'
import type { SqlPosting, SqlSourceOptions } from './SqlSourceOptions.ts'

type Args = { options: SqlSourceOptions; posting: SqlPosting; writing: OpenDatabase }
const DAY_LENGTH = 'YYYY-MM-DD'.length

type Posted = { externalId: string }
type Bindings = Record<string, string | number | null>
type Mapping = { dialect: SqlDialect; mapping: SqlPosting }

/** Every value that `insert` may name. */
const HEAD_VALUES = [
  'reference',
  'kind',
  'originalReference',
  'account',
  'currency',
  'amount',
  'signedAmount',
  'paidOn',
  'postedOn',
  'ledgerCode',
  'transactionType',
  'bankAccount',
  'arMessage',
] as const

/** What `insertLine` may name beside them. */
export const LINE_VALUES = [
  'receiptId',
  'lineNumber',
  'invoiceId',
  'invoiceNumber',
  'lineAmount',
  'signedLineAmount',
] as const

/** Every value that a mapped statement of a posting may name. */
export const POSTING_VALUES = [...HEAD_VALUES, ...LINE_VALUES]

const signed = (amount: string, kind: SourcePosting['kind']) => (kind === 'reversal' ? `-${amount}` : amount)

const headBindings = (posting: SourcePosting): Bindings => ({
  reference: posting.reference,
  kind: posting.kind,
  originalReference: posting.originalReference ?? null,
  account: posting.account,
  currency: posting.currency,
  amount: posting.amount,
  signedAmount: signed(posting.amount, posting.kind),
  paidOn: posting.paidOn,
  postedOn: posting.postedOn ?? posting.paidOn,
  ledgerCode: posting.ledgerCode ?? null,
  transactionType: posting.transactionType ?? null,
  bankAccount: posting.bankAccount ?? null,
  arMessage: posting.arMessage ?? null,
})

/** The id of what was posted under this reference before, or null. */
async function findPosted(
  trx: Knex.Transaction,
  { dialect, mapping, reference }: Mapping & { reference: string },
): Promise<Posted | null> {
  if (!mapping.receipts) return null
  const { table, id, reference: column } = mapping.receipts
  const text = `select ${dialect.asText(dialect.own(id), 'text')} as ${dialect.quote('externalId')} from ${dialect.own(table)} where ${dialect.own(column)} = ${dialect.bound}`
  const [row] = dialect.rows(await trx.raw(text, [reference])) as (Posted | undefined)[]
  return row ?? null
}

/** The id of the payment just inserted: the statement's own answer, else what now stands under its reference. */
async function insertHead(trx: Knex.Transaction, { posting, ...given }: Mapping & { posting: SourcePosting }) {
  const { dialect, mapping } = given
  const answer: unknown = await trx.raw(dialect.literal(mapping.insert), headBindings(posting))
  const inserted = dialect.insertedId(answer)
  if (inserted !== null && inserted !== undefined) return String(inserted)
  const found = dialect.returnsRows ? null : await findPosted(trx, { ...given, reference: posting.reference })
  if (found) return found.externalId
  throw new SourceError('The mapping `posting.insert` must return one row with "externalId".', { temporary: false })
}

/** Throws ClosedPeriod when the day to post is in one. */
async function refuseClosed(
  trx: Knex.Transaction,
  { dialect, mapping, posting }: Mapping & { posting: SourcePosting },
) {
  if (!mapping.closedThrough) return
  const name = dialect.quote('closedThrough')
  const text = `select ${dialect.asText(`t.${name}`, 'date')} as ${name} from (${dialect.literal(mapping.closedThrough)}) t`
  const [row] = dialect.rows(await trx.raw(text, headBindings(posting))) as ({ closedThrough: unknown } | undefined)[]
  const closed = row?.closedThrough ?? null
  if (closed === null) return
  const day = String(closed).slice(0, DAY_LENGTH)
  if (!isCalendarDate(day))
    throw new SourceError('The mapping `posting.closedThrough` must be a date or null.', { temporary: false })
  const postedOn = posting.postedOn ?? posting.paidOn
  if (postedOn <= day) throw new ClosedPeriod(postedOn, { closedThrough: day })
}

/** What the database refused, as ClosedPeriod where the mapping recognises it so. */
function recognised(error: unknown, { mapping, posting }: { mapping: SqlPosting; posting: SourcePosting }): unknown {
  if (!(error instanceof SourceError) || error.temporary || !mapping.closedError) return error
  if (error.message.search(mapping.closedError) < 0) return error
  return new ClosedPeriod(posting.postedOn ?? posting.paidOn, { closedThrough: null, cause: error })
}

async function insertPosting(trx: Knex.Transaction, given: Mapping & { posting: SourcePosting }): Promise<Posted> {
  const { dialect, mapping, posting } = given
  const externalId = await insertHead(trx, given)
  if (!mapping.insertLine) return { externalId }
  const head = headBindings(posting)
  const statement = dialect.literal(mapping.insertLine)
  for (const [at, line] of posting.lines.entries()) {
    await trx.raw(statement, {
      ...head,
      receiptId: externalId,
      lineNumber: at + 1,
      invoiceId: line.externalId,
      invoiceNumber: line.invoiceNumber,
      lineAmount: line.amount,
      signedLineAmount: signed(line.amount, posting.kind),
    })
  }
  return { externalId }
}

/** Which settings of a merchant account the mapped statements name. */
export function codesIn({ insert, insertLine, closedThrough }: SqlPosting): PostingCode[] {
  const text = [insert, insertLine, closedThrough].join('\n')
  return POSTING_CODES.filter((code) => new RegExp(`(?<!:):${code}\\b`).test(text))
}

/**
 * Writes a posting in one transaction. The reference's unique index decides between parallel
 * repeats: the loser reads what the winner wrote. Rejects with a SourceError.
 */
export function createSqlPost({ options, posting: mapping, writing }: Args) {
  const timeout = options.callTimeout ?? 10
  const { dialect } = writing
  return async (posting: SourcePosting): Promise<Posted> => {
    const given = { dialect, mapping, posting, reference: posting.reference }
    try {
      return await writing.run({ readOnly: false, timeout }, async (trx) => {
        if (mapping.receipts) await checkUniqueReference(trx, { dialect, receipts: mapping.receipts })
        const posted = await findPosted(trx, given)
        if (posted) return posted
        await refuseClosed(trx, given)
        return await insertPosting(trx, given)
      })
    } catch (error) {
      if (!(error instanceof SourceError) || !dialect.isUniqueViolation(error.cause)) throw recognised(error, given)
      const first = await writing.run({ readOnly: true, timeout }, (trx) => findPosted(trx, given))
      if (first) return first
      throw error
    }
  }
}
