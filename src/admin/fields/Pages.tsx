'use client'

import { Button } from '@payloadcms/ui'

type Props = { label: string; page: number; totalPages: number; onGo: (page: number) => void }

/** Forward and back through pages; nothing where there is one alone. */
export function Pages({ label, page, totalPages, onGo }: Props) {
  if (totalPages <= 1) return null
  const common = { buttonStyle: 'secondary', size: 'small', margin: false } as const
  return (
    <nav className="ppa-controls" aria-label={label}>
      <Button {...common} disabled={page <= 1} onClick={() => onGo(page - 1)}>
        Previous
      </Button>
      <span>
        Page {page} of {totalPages}
      </span>
      <Button {...common} disabled={page >= totalPages} onClick={() => onGo(page + 1)}>
        Next
      </Button>
    </nav>
  )
}
