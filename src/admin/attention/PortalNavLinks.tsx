'use client'

import { Link, useConfig } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'
import { formatAdminURL } from 'payload/shared'
import type { ReactNode } from 'react'
import { useStaffRights } from '../api/useStaffRights.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { AttentionCount } from './AttentionCount.tsx'
import { PORTAL_PAGES } from './portalPages.ts'

function NavLink({ path, children }: { path: `/${string}`; children: ReactNode }) {
  const { config } = useConfig()
  const pathname = usePathname()
  const href = formatAdminURL({ adminRoute: config.routes.admin, path })
  const isHere = pathname === href
  return (
    <Link
      className="nav__link ppa-nav__link"
      href={href}
      prefetch={false}
      {...(isHere ? { 'aria-current': 'page' } : {})}
    >
      {isHere ? <div className="nav__link-indicator" /> : null}
      <span className="nav__link-label">{children}</span>
    </Link>
  )
}

function Links() {
  return (
    <nav className="ppa-nav" aria-label="Payer Portal">
      <AdminStyles />
      {PORTAL_PAGES.map(({ path, label }) => (
        <NavLink key={path} path={path}>
          {label}
          {path === '/attention' ? <AttentionCount /> : null}
        </NavLink>
      ))}
    </nav>
  )
}

/** In the navigation of the admin panel: the pages of the portal that are no collections, for the firm's staff. */
export function PortalNavLinks() {
  return useStaffRights().isKnown ? <Links /> : null
}
