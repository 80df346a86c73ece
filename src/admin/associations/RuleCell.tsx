'use client'

import { Link, useConfig } from '@payloadcms/ui'
import type { DefaultCellComponentProps } from 'payload'
import { formatAdminURL } from 'payload/shared'
import type { Association } from './association.ts'
import { RuleText } from './RuleText.tsx'

/** The rule of an association in words, in the list of associations; it leads to its page. */
export function RuleCell({ rowData }: DefaultCellComponentProps) {
  const { config } = useConfig()
  const association = rowData as Association
  const path = `/collections/associations/${encodeURIComponent(String(association.id))}` as const
  return (
    <Link href={formatAdminURL({ adminRoute: config.routes.admin, path })} prefetch={false}>
      <RuleText association={association} />
    </Link>
  )
}
