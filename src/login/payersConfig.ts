import type { PayloadRequest, SanitizedCollectionConfig } from 'payload'
import { SLUGS } from '../base/slugs.ts'

/** The payers collection as the host runs it, hooks of the host included. */
export function payersConfig(req: PayloadRequest): SanitizedCollectionConfig {
  const payers = req.payload.collections[SLUGS.payers]
  if (!payers) throw new Error('The payers collection is missing.')
  return payers.config
}
