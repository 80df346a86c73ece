'use client'

import { useDocumentInfo } from '@payloadcms/ui'
import type { ReactNode } from 'react'
import { AdminStyles } from '../styles/AdminStyles.tsx'

/** The frame of a tab on a payer's page: what it shows of the payer, once there is one. */
export function PayerTab({ children }: { children: (payer: number | string) => ReactNode }) {
  const { id } = useDocumentInfo()
  return (
    <div className="ppa-tab">
      <AdminStyles />
      {id === undefined ? <p className="ppa-empty">Save the payer first.</p> : children(id)}
    </div>
  )
}
