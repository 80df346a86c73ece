import type { SearchField, SourceSearchRow } from '../BillingSource.ts'

type Level = SourceSearchRow['level']

/** What a search row of each level shows, in the order in which rows are sorted. */
export const SEARCH_COLUMNS: Readonly<Record<Level, readonly SearchField[]>> = {
  client: ['clientNumber', 'clientName'],
  matter: ['clientNumber', 'clientName', 'matterNumber', 'matterDescription'],
  invoice: ['clientNumber', 'clientName', 'matterNumber', 'matterDescription', 'invoiceNumber'],
}

/** The level that a search by a field answers. */
export const SEARCH_LEVELS: Readonly<Record<SearchField, Level>> = {
  clientName: 'client',
  clientNumber: 'client',
  matterNumber: 'matter',
  matterDescription: 'matter',
  invoiceNumber: 'invoice',
}
