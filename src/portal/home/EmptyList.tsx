import { Icon } from '../parts/Icon.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useRemote } from '../state/useRemote.ts'

function NoneOpen() {
  const { client, settings } = usePortal()
  const firm = <bdi>{settings.firmName}</bdi>
  const any = useRemote('any-invoice', (signal) => client.invoices({ limit: 1 }, signal))
  if (any.isLoading) return <Skeleton rows={1} />
  if (any.data && any.data.docs.length > 0)
    return <p>Nothing is open. All invoices shared with you are paid. Thank you.</p>
  return <p>No invoices are shared with you yet. Please contact {firm}.</p>
}

/** Why the list is empty, in words. */
export function EmptyList({ search }: { search: string }) {
  return (
    <div className="pp-empty">
      <Icon name="invoices" />
      {search ? (
        <p>
          No open invoice matches “<bdi>{search}</bdi>”.
        </p>
      ) : (
        <NoneOpen />
      )}
    </div>
  )
}
