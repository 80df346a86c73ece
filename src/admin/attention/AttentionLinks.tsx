'use client'

import { Link, useConfig } from '@payloadcms/ui'
import { formatAdminURL } from 'payload/shared'
import type { AttentionItem } from './attentionItem.ts'

type Target = { path: `/${string}`; label: string }

/** Where an item leads, the nearest first. Pure. */
function targetsOf({ transaction, invoice, payer, posting, source }: AttentionItem): Target[] {
  return [
    ...(transaction
      ? [
          {
            path: `/collections/transactions/${transaction.id}` as const,
            label: `Transaction ${transaction.reference}`,
          },
        ]
      : []),
    ...(invoice
      ? [{ path: `/collections/invoices/${invoice.id}` as const, label: `Invoice ${invoice.number ?? invoice.id}` }]
      : []),
    ...(payer
      ? [{ path: `/collections/payers/${payer.id}` as const, label: `Payer ${payer.name?.trim() || payer.id}` }]
      : []),
    ...(posting ? [{ path: '/postings' as const, label: 'Manage postings' }] : []),
    ...(source && !transaction && !invoice ? [{ path: '/connect' as const, label: `Source ${source}` }] : []),
  ]
}

/** Links to what an item is about. */
export function AttentionLinks({ item }: { item: AttentionItem }) {
  const { config } = useConfig()
  const targets = targetsOf(item)
  if (targets.length === 0) return null
  return (
    <ul className="ppa-links">
      {targets.map(({ path, label }) => (
        <li key={path}>
          <Link className="ppa-link" prefetch={false} href={formatAdminURL({ adminRoute: config.routes.admin, path })}>
            <bdi>{label}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  )
}
