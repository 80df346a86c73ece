import type { Payload } from 'payload'
import { portalOptions } from '../../options/portalOptions.ts'
import { PayerListLogins } from './PayerListLogins.tsx'

/** What stands above the list of payers, told by the server whether there are several billing sources. */
export function PayerListServer({ payload }: { payload: Payload }) {
  return <PayerListLogins severalSources={portalOptions(payload).sources.length > 1} />
}
