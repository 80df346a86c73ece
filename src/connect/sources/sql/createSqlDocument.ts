import type { BillingSource } from '../../BillingSource.ts'
import { SourceError } from '../../SourceError.ts'
import { tooLargeDocument } from '../tooLargeDocument.ts'
import type { OpenDatabase } from './openDatabase.ts'
import type { SqlSourceOptions } from './SqlSourceOptions.ts'
import { documentSql } from './selectSql.ts'

type Args = { statement: string; options: SqlSourceOptions; reading: OpenDatabase }
type Row = { externalId: string; content: unknown; size: string | null }

function bytesOf({ content, size }: Row, maxBytes: number): Uint8Array | null {
  if (size === null) return null
  if (Number(size) > maxBytes) throw tooLargeDocument(maxBytes)
  if (content instanceof Uint8Array) return content
  throw new SourceError('The column "content" of the mapping `document` is not binary.', { temporary: false })
}

/** The firm's own bill by the mapped SELECT. */
export function createSqlDocument({ statement, options, reading }: Args): NonNullable<BillingSource['getDocument']> {
  const { dialect } = reading
  return (externalId, { maxBytes, signal }) =>
    reading.run({ readOnly: true, timeout: options.callTimeout ?? 10 }, async (trx) => {
      const cancel = await reading.canceller(trx)
      signal?.throwIfAborted()
      signal?.addEventListener('abort', cancel, { once: true })
      try {
        const text = documentSql(dialect, { statement, maxBytes })
        const rows = dialect.rows(await trx.raw(text, { invoiceId: externalId })) as Row[]
        // Some databases take other letters for the same; a bill of another invoice must not come through that.
        const [row, second] = rows.filter((each) => each.externalId === externalId)
        if (second)
          throw new SourceError('The mapping `document` has more than one row for an invoice.', { temporary: false })
        return row ? bytesOf(row, maxBytes) : null
      } finally {
        signal?.removeEventListener('abort', cancel)
      }
    })
}
