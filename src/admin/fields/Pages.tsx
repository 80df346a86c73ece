'use client'

import { Button } from '@payloadcms/ui'

type Props = {
  label: string
  page: number
  onGo: (page: number) => void
  /** Left out where nobody counts them. */
  totalPages?: number
  hasNextPage?: boolean
}

/** Forward and back through pages; nothing where there is one alone. */
export function Pages({ label, page, totalPages, hasNextPage = page < (totalPages ?? 0), onGo }: Props) {
  if (page <= 1 && !hasNextPage) return null
  const common = { buttonStyle: 'secondary', size: 'small', margin: false } as const
  return (
    <nav className="ppa-controls" aria-label={label}>
      <Button {...common} disabled={page <= 1} onClick={() => onGo(page - 1)}>
        Previous
      </Button>
      <span>
        Page {page}
        {totalPages === undefined ? null : ` of ${totalPages}`}
      </span>
      <Button {...common} disabled={!hasNextPage} onClick={() => onGo(page + 1)}>
        Next
      </Button>
    </nav>
  )
}
