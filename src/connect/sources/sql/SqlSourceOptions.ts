/** How to reach a database: a URL, or the parts that the driver takes. */
export type SqlConnection =
  | string
  | {
      host: string
      port?: number
      database: string
      user: string
      password: string
      /** `true` checks the server's certificate. */
      ssl?: boolean | { ca?: string; rejectUnauthorized?: boolean }
    }

/**
 * A billing database behind Connect, mapped by plain SELECT statements over the firm's own tables
 * or views. Connect needs no table, no column and, for reading, no right to write there.
 */
export type SqlSourceOptions = {
  /** Stable key, kept in `invoices.source`: lowercase letters, digits, dashes. */
  key: string
  /** What staff see. */
  label: string
  /**
   * The driver. `mysql2` (MySQL and MariaDB), `mssql` (needs the package `tedious`) and `oracledb` are packages that you
   * install beside this one. docs/connect.md says against which versions each was run.
   */
  client: 'pg' | 'mysql2' | 'mssql' | 'oracledb'
  /** A role that may only read is enough. */
  connection: SqlConnection
  /** Another role for writing payments back. @default `connection` */
  postingConnection?: SqlConnection
  /**
   * SELECT of every invoice, one row each, with these column names (quoted, since they are camelCase):
   *
   * `"externalId"` its id there, unique and never used again · `"number"` · `"clientNumber"` · `"clientName"` ·
   * `"currency"` ISO code · `"balance"` what is open, negative for a credit; and, each optional:
   * `"matters"` JSON array of `{ "matterNumber", "matterDescription" }`, or the two columns
   * `"matterNumber"` and `"matterDescription"` where an invoice has one matter at the most ·
   * `"issuedOn"`, `"dueOn"` dates · `"total"` · `"account"` key of the merchant account · `"isVoid"` boolean · `"memo"`.
   *
   * Amounts are decimals in the major unit, negative balances are credits. A floating-point amount becomes the minor unit that it
   * stands for, where there is no doubt which. A time without a zone is the firm's own, its day is the date.
   */
  invoices: string
  /** How the database tells what changed. Without it every sync reads every invoice. */
  changes?: SqlChanges
  /**
   * What staff search when they add an association; clients and matters without an invoice belong
   * there too. Each is a SELECT that Connect wraps; it never builds a pattern from what was typed.
   */
  search: {
    /** Columns `"clientNumber"`, `"clientName"`. */
    client: string
    /** The same, and `"matterNumber"`, `"matterDescription"`. */
    matter: string
    /** The same four (the matter's may be null), and `"invoiceNumber"`. */
    invoice: string
  }
  /**
   * SELECT of the firm's own bills, each a PDF: `"externalId"` of its invoice and the binary column `"content"`. Connect
   * takes only the row of the invoice that is asked for; with `:invoiceId`, its `"externalId"` as text, the statement can
   * find it by an index. No row, or an empty cell: there is none, and payers get a summary.
   * @example `select bill_id as "externalId", pdf as "content" from bill_files where bill_id = cast(:invoiceId as integer)`
   */
  document?: string
  /** How a payment is written back. Without it the source is read only. */
  posting?: SqlPosting
  /** A statement of the sync may run for so many seconds. @default 600 */
  readTimeout?: number
  /** A search or a posting may run for so many seconds. @default 10 */
  callTimeout?: number
}

/**
 * A read of what changed, where the tables say when or in which order a row changed. What no change tells of (a deleted row, a
 * renamed client, a forgotten trigger) is found by the whole read that follows within `fullReadHours`.
 */
export type SqlChanges = {
  /**
   * SELECT of one row with the column `"mark"`: how far changes go right now, in the terms of the column that tells them. The
   * database's clock (`select current_timestamp as "mark"`; `localtimestamp` where that column has no time zone), or the highest
   * number that was given out. Best is a number below which every transaction has ended: on SQL Server
   * `select cast(min_active_rowversion() as bigint) - 1 as "mark"`, on Postgres with a column of `pg_current_xact_id()`
   * `select pg_snapshot_xmin(pg_current_snapshot())::text as "mark"`; then `overlap` may be 0.
   */
  mark: string
  /**
   * SELECT of `"externalId"`, in the type that `invoices` has it, of every invoice that changed at or after `:since`: the bill itself,
   * its payments, its matters. An id may come more than once.
   * @example select id as "externalId" from bills where updated_at >= :since union select bill_id from receipt_lines where updated_at >= :since
   */
  invoices: string
  /** SELECT of `"externalId"` of every invoice that was deleted at or after `:since`, where that is kept. */
  deleted?: string
  /**
   * How far behind the mark the next read begins, in seconds, or in numbers where the mark is one: at least as long as a transaction
   * may take from writing its mark to its commit. @default 600 seconds, 10,000 numbers
   */
  overlap?: number
}

/** All statements of one posting run in one transaction of the billing database: all of it is written, or nothing. */
export type SqlPosting = {
  /**
   * Where the payments are kept, as SQL names. `reference` is a column with a unique index of its
   * own, in which our reference is written: through it a repeat posts nothing, and the sync sees
   * which payments a balance contains. Without it automatic posting is off.
   * @example { table: 'lpm.rcpt', id: 'rcpt_id', reference: 'ext_ref' }
   */
  receipts?: { table: string; id: string; reference: string }
  /**
   * INSERT of the payment, `returning … as "externalId"`. May use `:reference`, `:kind` (`payment` or
   * `reversal`), `:originalReference` (of the payment that a reversal undoes, else null), `:account`
   * (the merchant account's key), `:currency` (lowercase code), `:amount` (decimal, positive),
   * `:signedAmount` (negative for a reversal), `:paidOn` (the day of the payment), `:postedOn` (the day to post), and of
   * the merchant account's settings `:ledgerCode`, `:transactionType`, `:bankAccount`, `:arMessage`: a payment into an
   * account that lacks one which is used here waits as incomplete.
   */
  insert: string
  /**
   * INSERT of one line, run once per line. May use all of the above, and `:receiptId` (the
   * `"externalId"` that `insert` returned, as text), `:lineNumber` (1, 2, …), `:invoiceId` (the
   * invoice's `"externalId"`, as text), `:invoiceNumber`, `:lineAmount`, `:signedLineAmount`.
   */
  insertLine?: string
  /**
   * SELECT of one row, `"closedThrough"`: the last day of the closed accounting periods, null when none is closed. May use
   * what `insert` may. It is asked in the transaction of the posting, and nothing is written into a closed period.
   */
  closedThrough?: string
  /** Or by which error of its own the billing system refuses a closed period, such as `/period is closed/i`. */
  closedError?: RegExp
}
