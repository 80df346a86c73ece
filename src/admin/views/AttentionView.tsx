import type { AdminViewServerProps } from 'payload'
import { AttentionPage } from '../attention/AttentionPage.tsx'
import { AdminPage } from './AdminPage.tsx'

/** `/attention` in the admin panel. */
export const AttentionView = (view: AdminViewServerProps) => (
  <AdminPage view={view} path="/attention" title="Needs attention">
    <AttentionPage />
  </AdminPage>
)
