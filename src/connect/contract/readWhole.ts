import type { BillingSource, SourceRow } from '../BillingSource.ts'
import { withinTime } from '../withinTime.ts'

export type WholeRead = {
  batches: SourceRow[][]
  rows: SourceRow[]
  contained: Set<string> | null
  cursor: string | null
  isPartial: boolean
  /** Null: the source cannot tell, or every invoice was read. */
  deleted: string[] | null
}

type Options = {
  seconds: number
  /** Asked of the same snapshot after its last row. */
  references?: string[]
  /** Called once, after the first batch. */
  afterFirst?: () => void | Promise<void>
  /** Only what changed since this cursor. */
  since?: string
  also?: string[]
}

async function drain(source: BillingSource, { references = [], afterFirst, since, also }: Options): Promise<WholeRead> {
  const snapshot = await source.read(since === undefined ? {} : { since, also: also ?? [] })
  const batches: SourceRow[][] = []
  try {
    for await (const batch of snapshot.invoices) {
      batches.push(batch)
      if (batches.length === 1) await afterFirst?.()
    }
    const contained = snapshot.containedReferences ? await snapshot.containedReferences(references) : null
    const { cursor = null, isPartial = false } = snapshot
    const deleted = (isPartial && (await snapshot.deleted?.())) || null
    return { batches, rows: batches.flat(), contained, cursor, isPartial, deleted }
  } finally {
    await snapshot.close()
  }
}

/** Reads a whole snapshot, or what changed. Rejects with what the source throws, or when it takes longer than `seconds`. */
export function readWhole(source: BillingSource, options: Options): Promise<WholeRead> {
  return withinTime(drain(source, options), options.seconds)
}
