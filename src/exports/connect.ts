export type {
  BillingSource,
  SearchField,
  SourcePosting,
  SourceRow,
  SourceSearch,
  SourceSearchRow,
  SourceSnapshot,
} from '../connect/BillingSource.ts'
export { SourceError } from '../connect/SourceError.ts'
export type { SqlConnection, SqlPosting, SqlSourceOptions } from '../connect/sources/sql/SqlSourceOptions.ts'
export { sqlSource } from '../connect/sources/sql/sqlSource.ts'
