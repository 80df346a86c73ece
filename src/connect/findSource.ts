import type { Payload } from 'payload'
import { PortalError } from '../base/errors.ts'
import { portalOptions } from '../options/portalOptions.ts'
import type { BillingSource } from './BillingSource.ts'

/** The billing source of that key. Throws `source_not_found`. */
export function findSource(payload: Payload, key: string): BillingSource {
  const source = portalOptions(payload).sources.find((candidate) => candidate.key === key)
  if (!source) throw new PortalError('source_not_found')
  return source
}
