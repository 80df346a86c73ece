/** The pages of the portal in the admin panel that are no collections, in the order of their links. */
export const PORTAL_PAGES = [
  { path: '/attention', label: 'Needs attention' },
  { path: '/connect', label: 'Connect' },
  { path: '/postings', label: 'Manage Postings' },
] as const
