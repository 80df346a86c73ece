'use client'

import { Link, useConfig } from '@payloadcms/ui'
import { formatAdminURL } from 'payload/shared'
import { useStaffRights } from '../api/useStaffRights.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { AttentionCount } from './AttentionCount.tsx'
import { PORTAL_PAGES } from './portalPages.ts'

/** On the first page of the admin panel: the pages of the portal that are no collections, for the firm's staff. */
export function PortalDashboard() {
  const { config } = useConfig()
  if (!useStaffRights().isKnown) return null
  return (
    <nav aria-label="Work of the payer portal">
      <AdminStyles />
      <ul className="ppa-cards">
        {PORTAL_PAGES.map(({ path, label }) => (
          <li key={path}>
            <Link prefetch={false} href={formatAdminURL({ adminRoute: config.routes.admin, path })}>
              {label}
              {path === '/attention' ? <AttentionCount /> : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
