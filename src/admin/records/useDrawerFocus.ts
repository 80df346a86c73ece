'use client'

import { useEffect, useRef } from 'react'

/** Focus starts on the first control of a drawer, and returns to where it was when the drawer closes. */
export function useDrawerFocus() {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    // The drawer slides in: focus at once would scroll the page under it.
    const timer = setTimeout(
      () => box.current?.querySelector<HTMLElement>('a, button, input, select')?.focus({ preventScroll: true }),
      50,
    )
    return () => {
      clearTimeout(timer)
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return box
}
