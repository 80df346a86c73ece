'use client'

import { Link, useConfig } from '@payloadcms/ui'
import { formatAdminURL } from 'payload/shared'
import { type AttentionItem, targetsOf } from './attentionItem.ts'

/** Links to what an item is about. */
export function AttentionLinks({ item }: { item: AttentionItem }) {
  const { config } = useConfig()
  const targets = targetsOf(item)
  if (targets.length === 0) return null
  return (
    <ul className="ppa-links">
      {targets.map(({ path, query, label }) => (
        <li key={label}>
          <Link
            className="ppa-link"
            prefetch={false}
            href={`${formatAdminURL({ adminRoute: config.routes.admin, path })}${query ? `?${new URLSearchParams(query)}` : ''}`}
          >
            <bdi>{label}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  )
}
