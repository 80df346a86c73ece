import type { CollectionAfterReadHook } from 'payload'
import { payerOf } from '../../access/rules/payerOf.ts'
import { mayReadTexts } from '../../access/scope/scopeWhere.ts'

type Matter = { matterDescription?: string | null }

/** Where an association shows amounts only, its payer reads no narrative, whichever route is taken. */
export const keepBackTexts: CollectionAfterReadHook = async ({ doc, overrideAccess, req }) => {
  const payer = payerOf(req)
  if (!payer || overrideAccess === true) return doc
  if (await mayReadTexts({ payload: req.payload, payer: payer.id, invoice: doc.id })) return doc
  for (const name of ['memo', 'matterDescription']) if (name in doc) doc[name] = null
  if (Array.isArray(doc.matters))
    doc.matters = doc.matters.map((matter: Matter) => ({ ...matter, matterDescription: null }))
  return doc
}
