'use client'

import { Link, useConfig } from '@payloadcms/ui'
import { formatAdminURL } from 'payload/shared'
import type { ReactNode } from 'react'
import { recordName } from './recordState.ts'

type Props = {
  payer: { id: number; name?: string | null; email?: string }
  children?: ReactNode
  /** Opens beside this page, so that what is being typed here is not lost. */
  newTab?: boolean
  onFollow?: () => void
}

/** The address of a payer's page in this admin panel. */
export function usePayerPath(): (id: number | string) => `/${string}` {
  const { config } = useConfig()
  const adminRoute = config.routes.admin
  return (id) => formatAdminURL({ adminRoute, path: `/collections/payers/${id}` }) as `/${string}`
}

/** A link to a payer's page, called by the name, with the number that tells namesakes apart. */
export function PayerLink({ payer, children, newTab = false, onFollow }: Props) {
  const pathOf = usePayerPath()
  const { id, name = null, email } = payer
  const label = email === undefined ? `payer ${id}` : `${recordName({ name, email })} (no. ${id})`
  return (
    <Link
      className="ppa-link"
      href={pathOf(id)}
      prefetch={false}
      {...(onFollow ? { onClick: onFollow } : {})}
      {...(newTab ? { target: '_blank', rel: 'noreferrer' } : {})}
    >
      {children ?? label}
      {newTab ? <span className="ppa-hidden"> (opens in a new tab)</span> : null}
    </Link>
  )
}
