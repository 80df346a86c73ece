import type { BillingSource, SourceRow } from '../BillingSource.ts'

/** One invoice as the billing system really has it. What is left out is not compared. */
export type KnownInvoice = Partial<Omit<SourceRow, 'externalId' | 'problem' | 'place'>> & {
  externalId: string
  /** This row cannot be right, so it must be set aside with a reason. */
  isBad?: boolean
}

/**
 * The billing system behind a source under test, known and changed by another way than through the
 * source. Use a test system: `remove` deletes there, and `posts` enters payments.
 */
export type SourceTestWorld = {
  /** Every invoice that is there now. A few hundred are enough, when they need more than one batch. */
  invoices(): KnownInvoice[] | Promise<KnownInvoice[]>
  /** The bytes of the firm's own bill of this invoice as they are there, null when it has none. May be asked often. */
  document?(externalId: string): Uint8Array | null | Promise<Uint8Array | null>
  /** Deletes these invoices there, in one step. */
  remove?(externalIds: string[]): void | Promise<void>
  /** Changes the balance of this invoice there, and commits it. */
  change?(externalId: string): void | Promise<void>
  /** The same in a transaction that stays open; answers how to commit it. */
  changeLate?(externalId: string): (() => void | Promise<void>) | Promise<() => void | Promise<void>>
  /** Makes the system fail, as when it is restarted; answers how to bring it back. */
  interrupt?(): (() => void | Promise<void>) | Promise<() => void | Promise<void>>
  /** The same kind of source, pointed at a system that does not answer. It is closed by the suite. */
  unreachable?(): BillingSource | Promise<BillingSource>
  /** Texts that no error message may contain: passwords, tokens. */
  secrets?: readonly string[]
  /** May payments be posted there? @default false */
  posts?: boolean
  /** A source must end within so many seconds after it was told to stop. @default 2 */
  abortSeconds?: number
  /** Any one call may take so many seconds. @default 30 */
  callSeconds?: number
}
