'use client'

import { useAttentionCount } from './useAttentionCount.ts'

/** How much is not settled, beside a link to the list; nothing where nothing is, or nobody knows yet. */
export function AttentionCount() {
  const count = useAttentionCount()
  if (!count) return null
  return (
    <span className="ppa-count">
      {count >= 1000 ? '1000+' : count}
      <span className="ppa-hidden"> not settled</span>
    </span>
  )
}
