'use client'

import { useEffect, useState } from 'react'
import { type AdminApi, useAdminApi } from '../api/useAdminApi.ts'
import { onAttentionRing } from './attentionBell.ts'

const FRESH_MS = 30_000

type Known = { at: number; count: number }
let known: Known | null = null

async function ask(api: AdminApi): Promise<number | null> {
  try {
    const { count } = await api<{ count: number }>('/attention/count')
    known = { at: Date.now(), count }
    return count
  } catch {
    // The list itself says what is wrong; without a number the link is still a link.
    return known?.count ?? null
  }
}

/** How much is not settled, asked after the page is there and at most every half a minute; null before it is known. */
export function useAttentionCount(): number | null {
  const api = useAdminApi()
  const [count, setCount] = useState<number | null>(null)
  useEffect(() => {
    let isOver = false
    const load = () =>
      void ask(api).then((answer) => {
        if (!isOver) setCount(answer)
      })
    if (known && Date.now() - known.at < FRESH_MS) setCount(known.count)
    else load()
    const silence = onAttentionRing(load)
    return () => {
      isOver = true
      silence()
    }
  }, [api])
  return count
}
