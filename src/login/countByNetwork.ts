import type { PayloadRequest } from 'payload'
import { clientNetwork } from './clientAddress.ts'
import { countAttempt, type LimitName } from './loginLimits.ts'

/**
 * Counts one attempt of the caller's network, over all emails and links. Where no trusted hop says which
 * that is nothing is counted: one caller could use up the attempts of everybody. Throws `too_many_requests`.
 */
export async function countByNetwork(req: PayloadRequest, name: LimitName): Promise<void> {
  const network = clientNetwork(req)
  if (network !== null) await countAttempt(req.payload, name, [network])
}
