export type {
  BillingSource,
  SearchField,
  SourceLookup,
  SourceLookupOptions,
  SourcePosting,
  SourceReadOptions,
  SourceRow,
  SourceSearch,
  SourceSearchRow,
  SourceSnapshot,
} from '../connect/BillingSource.ts'
export { ClosedPeriod } from '../connect/ClosedPeriod.ts'
export type { SourceCheck, SourceFinding } from '../connect/contract/SourceFinding.ts'
export { SOURCE_CHECKS } from '../connect/contract/SourceFinding.ts'
export type { KnownInvoice, SourceTestWorld } from '../connect/contract/SourceTestWorld.ts'
export { testBillingSource } from '../connect/contract/testBillingSource.ts'
export { SourceError } from '../connect/SourceError.ts'
export type {
  CsvColumn,
  CsvDates,
  CsvFile,
  CsvInvoiceColumns,
  CsvSourceOptions,
} from '../connect/sources/csv/CsvSourceOptions.ts'
export { csvSource } from '../connect/sources/csv/csvSource.ts'
export type { HttpSourceOptions } from '../connect/sources/http/HttpSourceOptions.ts'
export { httpSource } from '../connect/sources/http/httpSource.ts'
export { type LedgerSmbOptions, ledgerSmb } from '../connect/sources/sql/mappings/ledgerSmb.ts'
export type {
  SqlChanges,
  SqlConnection,
  SqlPosting,
  SqlSourceOptions,
} from '../connect/sources/sql/SqlSourceOptions.ts'
export { sqlSource } from '../connect/sources/sql/sqlSource.ts'
