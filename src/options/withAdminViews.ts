import type { Config } from 'payload'

type Admin = NonNullable<Config['admin']>

const CLIENT = 'payload-plugin-payer-portal/client'
const RSC = 'payload-plugin-payer-portal/rsc'

/** The host's admin panel with the pages of ours that are no collections, and links to them in its navigation and on its first page. A view of the host's own keeps its place. */
export function withAdminViews(admin: Config['admin']): Admin {
  const { components = {} } = admin ?? {}
  return {
    ...admin,
    components: {
      ...components,
      afterNavLinks: [...(components.afterNavLinks ?? []), `${CLIENT}#PortalNavLinks`],
      beforeDashboard: [...(components.beforeDashboard ?? []), `${CLIENT}#PortalDashboard`],
      views: {
        payerPortalAttention: {
          Component: `${RSC}#AttentionView`,
          path: '/attention',
          exact: true,
          meta: { title: 'Needs attention' },
        },
        payerPortalConnect: {
          Component: `${RSC}#ConnectView`,
          path: '/connect',
          exact: true,
          meta: { title: 'Connect' },
        },
        payerPortalPostings: {
          Component: `${RSC}#PostingsView`,
          path: '/postings',
          exact: true,
          meta: { title: 'Manage Postings' },
        },
        ...components.views,
      },
    },
  }
}
