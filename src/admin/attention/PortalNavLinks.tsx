'use client'

import { Link, useConfig } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'
import { formatAdminURL } from 'payload/shared'
import type { ReactNode } from 'react'
import { useStaffRights } from '../api/useStaffRights.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { useAttentionCount } from './useAttentionCount.ts'

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
  const count = useAttentionCount()
  return (
    <nav className="ppa-nav" aria-label="Payer Portal">
      <AdminStyles />
      <NavLink path="/attention">
        Needs attention
        {count ? (
          <span className="ppa-count">
            {count >= 1000 ? '1000+' : count}
            <span className="ppa-hidden"> not settled</span>
          </span>
        ) : null}
      </NavLink>
      <NavLink path="/connect">Connect</NavLink>
      <NavLink path="/postings">Manage Postings</NavLink>
    </nav>
  )
}

/** In the navigation of the admin panel: the pages of the portal that are no collections, for the firm's staff. */
export function PortalNavLinks() {
  return useStaffRights().isKnown ? <Links /> : null
}
