import { Icon } from '../parts/Icon.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useRemote } from '../state/useRemote.ts'
import type { Filter } from './InvoiceToolbar.tsx'

function NoneOpen() {
  const { client, settings } = usePortal()
  const firm = <bdi>{settings.firmName}</bdi>
  const any = useRemote('any-invoice', (signal) => client.invoices({ status: 'all', limit: 1 }, signal))
  if (any.isLoading) return <Skeleton rows={1} />
  if (any.data && any.data.docs.length > 0)
    return <p>Nothing is open. All invoices shared with you are paid. Thank you.</p>
  return <p>No invoices are shared with you yet. Please contact {firm}.</p>
}

const NONE: Partial<Record<Filter, string>> = {
  overdue: 'Nothing is overdue.',
  paid: 'None of the invoices shared with you is paid yet.',
  credit: 'You have no credits.',
}

function None({ filter }: { filter: Filter }) {
  const text = NONE[filter]
  return text ? <p>{text}</p> : <NoneOpen />
}

/** Why the list is empty, in words. */
export function EmptyList({ search, filter }: { search: string; filter: Filter }) {
  return (
    <div className="pp-empty">
      <Icon name="invoices" />
      {search ? (
        <p>
          No invoice shown here matches “<bdi>{search}</bdi>”.
        </p>
      ) : (
        <None filter={filter} />
      )}
    </div>
  )
}
