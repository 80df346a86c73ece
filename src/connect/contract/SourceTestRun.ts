import type { BillingSource } from '../BillingSource.ts'
import type { WholeRead } from './readWhole.ts'
import type { SourceCheck } from './SourceFinding.ts'
import type { KnownInvoice, SourceTestWorld } from './SourceTestWorld.ts'

/** What the checks of one run share. */
export type SourceTestRun = {
  source: BillingSource
  world: SourceTestWorld
  /** The invoices as they were before the first check. */
  known: KnownInvoice[]
  /** One whole read, made once. */
  firstRead(): Promise<WholeRead>
  abortSeconds: number
  callSeconds: number
}

/** A check answers what is wrong, nothing when all is well, and throws `NotRun` when it lacks something. */
export type SourceCheckRun = { name: SourceCheck; run(test: SourceTestRun): Promise<string[]> }
