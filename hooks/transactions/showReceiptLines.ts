import type { CollectionAfterOperationHook } from 'payload'
import { payerOf } from '../../access/rules/payerOf.ts'
import { readReceiptLines } from '../../src/history/readReceiptLines.ts'

type Doc = { id?: unknown; allocations?: unknown }

/** A payer goes on seeing what the receipt said, wherever staff put the money later. */
export const showReceiptLines: CollectionAfterOperationHook = async ({ req, result }) => {
  if (!payerOf(req) || typeof result !== 'object' || result === null) return result
  const docs = ('docs' in result ? result.docs : [result]) as Doc[]
  const told = docs.filter(({ id, allocations }) => typeof id === 'number' && allocations !== undefined)
  if (told.length === 0) return result
  const lines = await readReceiptLines(
    req.payload,
    told.map(({ id }) => Number(id)),
  )
  for (const doc of told) doc.allocations = lines.get(Number(doc.id)) ?? doc.allocations
  return result
}
