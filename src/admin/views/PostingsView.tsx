import type { AdminViewServerProps } from 'payload'
import { portalOptions } from '../../options/portalOptions.ts'
import { PostingsPage } from '../postings/PostingsPage.tsx'
import { filterOfLink } from '../postings/posting.ts'
import { AdminPage } from './AdminPage.tsx'

/** `/postings` in the admin panel, told by the server which accounts and billing sources there are. */
export function PostingsView(view: AdminViewServerProps) {
  const { accounts, sources } = portalOptions(view.initPageResult.req.payload)
  const filter = filterOfLink(view.searchParams ?? {})
  return (
    <AdminPage view={view} path="/postings" title="Manage Postings">
      <PostingsPage
        key={JSON.stringify(filter)}
        filter={filter}
        accounts={Object.entries(accounts).map(([value, { label }]) => ({ value, label }))}
        sources={sources.map(({ key, label }) => ({ value: key, label }))}
      />
    </AdminPage>
  )
}
