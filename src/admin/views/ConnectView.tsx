import type { AdminViewServerProps } from 'payload'
import { ConnectPage } from '../connect/ConnectPage.tsx'
import { AdminPage } from './AdminPage.tsx'

/** `/connect` in the admin panel. */
export const ConnectView = (view: AdminViewServerProps) => (
  <AdminPage view={view} path="/connect" title="Connect">
    <ConnectPage />
  </AdminPage>
)
