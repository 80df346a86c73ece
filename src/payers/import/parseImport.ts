import { type CsvRow, parseCsvFile } from '../../base/parseCsvFile.ts'
import { IMPORT_COLUMNS, type ImportColumn } from './importColumns.ts'

export type ImportRow = CsvRow<ImportColumn>
export type ImportFile = { rows: ImportRow[]; unknownColumns: string[]; hasAssociations: boolean }

const aliases = {
  emailaddress: 'email',
  business: 'businessName',
  company: 'businessName',
  receiptemail: 'receiptEmails',
} as const

/** Reads a CSV of payers. Throws `bad_request` for a file that cannot be read, has no email column or more than 10,000 rows. */
export function parseImport(csv: string): ImportFile {
  const { rows, columns, unknownColumns } = parseCsvFile(csv, { columns: IMPORT_COLUMNS, aliases, needed: 'email' })
  return { rows, unknownColumns, hasAssociations: columns.includes('clientNumber') || columns.includes('matterNumber') }
}
