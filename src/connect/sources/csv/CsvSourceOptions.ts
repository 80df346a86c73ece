/** A column by the name in the file's first row, or one value for every row. */
export type CsvColumn = string | { value: string }

export type CsvFile<Columns> = {
  /** Name of the file inside the export's folder. */
  file: string
  columns: Columns
}

export type CsvInvoiceColumns = {
  /** Its id there, unique and never used again. Best the first column: then a row with a delimiter too many is set aside alone. */
  externalId: CsvColumn
  number: CsvColumn
  clientNumber: CsvColumn
  clientName: CsvColumn
  currency: CsvColumn
  balance: CsvColumn
  /** An invoice over several matters takes one row per matter, one below the other, the same but for the matter. */
  matterNumber?: CsvColumn
  matterDescription?: CsvColumn
  issuedOn?: CsvColumn
  dueOn?: CsvColumn
  total?: CsvColumn
  account?: CsvColumn
  isVoid?: CsvColumn
  memo?: CsvColumn
}

export const CSV_DATES = ['YYYY-MM-DD', 'YYYYMMDD', 'DD.MM.YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY'] as const
export type CsvDates = (typeof CSV_DATES)[number]

/**
 * A folder of CSV files that the firm's billing system exports. Read only: payments are entered there
 * by hand. An export counts when its manifest is there, or its marker; what is still being written is left alone.
 */
export type CsvSourceOptions = {
  /** Stable key, kept in `invoices.source`: lowercase letters, digits, dashes. */
  key: string
  /** What staff see. */
  label: string
  /** Absolute path. Either the export itself, or a folder with one sub-folder per export, of which the newest complete one is read. */
  folder: string
  invoices: CsvFile<CsvInvoiceColumns>
  /** Clients for staff's search, those without an invoice too. @default those of `invoices` */
  clients?: CsvFile<{ clientNumber: CsvColumn; clientName: CsvColumn }>
  /** The same for matters. */
  matters?: CsvFile<Record<'clientNumber' | 'clientName' | 'matterNumber' | 'matterDescription', CsvColumn>>
  /**
   * The firm's own bills, one PDF per invoice in one folder: an absolute path, or one below the export that is read. `file`
   * is the column of `invoices` with the file's name; a search for it reads the file of invoices until it is found.
   * @default file: `<externalId>.pdf`, which is found at once
   */
  documents?: { folder: string; file?: CsvColumn }
  /** Name of the manifest, which the export writes last. @default 'manifest.json' */
  manifest?: string
  /** Name of an empty file that the export writes last, in place of a manifest. Weaker: nothing is counted. */
  marker?: string
  /** Any name that the Encoding Standard knows, such as `windows-1252` or `utf-16le`. @default 'utf-8' */
  encoding?: string
  /** @default ',' */
  delimiter?: ',' | ';' | '\t' | '|'
  /** @default '"' */
  quote?: '"' | "'"
  /** @default '.' */
  decimal?: '.' | ','
  /** What stands between thousands. Without it such an amount is refused, never guessed. */
  thousands?: ',' | '.' | "'" | ' '
  /** @default 'YYYY-MM-DD' */
  dates?: CsvDates
  /** Texts of the column `isVoid` that mean void, in any case. @default ['true', 'yes', 'y', '1'] */
  voidWhen?: string[]
}
