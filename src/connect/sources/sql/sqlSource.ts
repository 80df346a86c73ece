import type { BillingSource } from '../../BillingSource.ts'
import { checkMapping } from './checkMapping.ts'
import { createSqlDocument } from './createSqlDocument.ts'
import { createSqlLookup } from './createSqlLookup.ts'
import { codesIn, createSqlPost } from './createSqlPost.ts'
import { createSqlSearch } from './createSqlSearch.ts'
import { openDatabase } from './openDatabase.ts'
import { readSqlSnapshot } from './readSqlSnapshot.ts'
import type { SqlSourceOptions } from './SqlSourceOptions.ts'

function postingOf({ posting }: SqlSourceOptions): BillingSource['posting'] {
  if (!posting) return 'none'
  return posting.receipts ? 'exactly-once' : 'at-least-once'
}

/** A billing source over a SQL database by mapping. Connects on first use. Throws a SourceError for a `client` that there is not, and nothing else by itself. */
export function sqlSource(options: SqlSourceOptions): BillingSource {
  const reading = openDatabase(options.client, options.connection)
  const writing = options.postingConnection ? openDatabase(options.client, options.postingConnection) : reading
  return {
    key: options.key,
    label: options.label,
    posting: postingOf(options),
    check: () => checkMapping({ options, reading }),
    read: (asked) => readSqlSnapshot({ options, reading, asked }),
    readInvoices: createSqlLookup({ options, reading }),
    search: createSqlSearch({ options, reading }),
    ...(options.posting
      ? { postingNeeds: codesIn(options.posting), post: createSqlPost({ options, posting: options.posting, writing }) }
      : {}),
    ...(options.document ? { getDocument: createSqlDocument({ statement: options.document, options, reading }) } : {}),
    close: async () => {
      await reading.close()
      if (writing !== reading) await writing.close()
    },
  }
}
