import type { Knex } from 'knex'
import type { SourcePosting } from '../../BillingSource.ts'
import { SourceError } from '../../SourceError.ts'
import { checkUniqueReference } from './checkMapping.ts'
import type { OpenDatabase } from './openDatabase.ts'
import type { SqlPosting, SqlSourceOptions } from './SqlSourceOptions.ts'
import { literalSql, quoteName } from './sqlText.ts'

type Args = { options: SqlSourceOptions; posting: SqlPosting; writing: OpenDatabase }
type Posted = { externalId: string }
type Bindings = Record<string, string | number | null>

const UNIQUE_VIOLATION = '23505'

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
})

/** The id of what was posted under this reference before, or null. */
async function findPosted(trx: Knex.Transaction, posting: SqlPosting, reference: string): Promise<Posted | null> {
  if (!posting.receipts) return null
  const { table, id, reference: column } = posting.receipts
  const { rows } = (await trx.raw(
    `select ${quoteName(id)}::text as "externalId" from ${quoteName(table)} where ${quoteName(column)} = ?::text`,
    [reference],
  )) as { rows: Posted[] }
  return rows[0] ?? null
}

async function insertPosting(trx: Knex.Transaction, mapping: SqlPosting, posting: SourcePosting): Promise<Posted> {
  const head = headBindings(posting)
  const { rows } = (await trx.raw(literalSql(mapping.insert), head)) as { rows: { externalId: unknown }[] }
  const externalId = rows[0]?.externalId
  if (rows.length !== 1 || externalId === null || externalId === undefined)
    throw new SourceError('The mapping `posting.insert` must return one row with "externalId".', { temporary: false })
  if (!mapping.insertLine) return { externalId: String(externalId) }
  const statement = literalSql(mapping.insertLine)
  for (const [at, line] of posting.lines.entries()) {
    await trx.raw(statement, {
      ...head,
      receiptId: String(externalId),
      lineNumber: at + 1,
      invoiceId: line.externalId,
      invoiceNumber: line.invoiceNumber,
      lineAmount: line.amount,
      signedLineAmount: signed(line.amount, posting.kind),
    })
  }
  return { externalId: String(externalId) }
}

const isUniqueViolation = (error: unknown): boolean =>
  error instanceof SourceError && (error.cause as { code?: unknown } | undefined)?.code === UNIQUE_VIOLATION

/**
 * Writes a posting in one transaction. The reference's unique index decides between parallel
 * repeats: the loser reads what the winner wrote. Rejects with a SourceError.
 */
export function createSqlPost({ options, posting: mapping, writing }: Args) {
  const timeout = options.callTimeout ?? 10
  return async (posting: SourcePosting): Promise<Posted> => {
    try {
      return await writing.run({ readOnly: false, timeout }, async (trx) => {
        if (mapping.receipts) await checkUniqueReference(trx, mapping.receipts)
        return (await findPosted(trx, mapping, posting.reference)) ?? (await insertPosting(trx, mapping, posting))
      })
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      const first = await writing.run({ readOnly: true, timeout }, (trx) => findPosted(trx, mapping, posting.reference))
      if (first) return first
      throw error
    }
  }
}
