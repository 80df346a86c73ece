import type { BillingSource, SourceRow } from '../BillingSource.ts'
import { withinTime } from '../withinTime.ts'

export type WholeRead = { batches: SourceRow[][]; rows: SourceRow[]; contained: Set<string> | null }

type Options = {
  seconds: number
  /** Asked of the same snapshot after its last row. */
  references?: string[]
  /** Called once, after the first batch. */
  afterFirst?: () => void | Promise<void>
}

async function drain(source: BillingSource, { references = [], afterFirst }: Options): Promise<WholeRead> {
  const snapshot = await source.read({})
  const batches: SourceRow[][] = []
  try {
    for await (const batch of snapshot.invoices) {
      batches.push(batch)
      if (batches.length === 1) await afterFirst?.()
    }
    const contained = snapshot.containedReferences ? await snapshot.containedReferences(references) : null
    return { batches, rows: batches.flat(), contained }
  } finally {
    await snapshot.close()
  }
}

/** Reads a whole snapshot. Rejects with what the source throws, or when it takes longer than `seconds`. */
export function readWhole(source: BillingSource, options: Options): Promise<WholeRead> {
  return withinTime(drain(source, options), options.seconds)
}
