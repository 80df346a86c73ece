import type { AdminViewServerProps } from 'payload'
import { ConnectPage } from '../connect/ConnectPage.tsx'
import { linkedOf } from '../connect/connectState.ts'
import { AdminPage } from './AdminPage.tsx'

/** `/connect` in the admin panel. */
export function ConnectView(view: AdminViewServerProps) {
  const linked = linkedOf(view.searchParams ?? {})
  return (
    <AdminPage view={view} path="/connect" title="Connect">
      <ConnectPage key={JSON.stringify(linked)} linked={linked} />
    </AdminPage>
  )
}
