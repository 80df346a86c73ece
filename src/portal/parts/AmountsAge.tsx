import { usePortal } from '../state/PortalContext.tsx'
import { useRemote } from '../state/useRemote.ts'
import { AsOf } from './AsOf.tsx'

/** How old the amounts of a page are that does not load the totals itself. It says nothing where the server does not answer. */
export function AmountsAge() {
  const { client } = usePortal()
  const { data } = useRemote('age of the amounts', (signal) => client.summary(signal))
  return <AsOf at={data?.asOf ?? null} />
}
