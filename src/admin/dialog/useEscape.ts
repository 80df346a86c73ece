'use client'

import { type RefObject, useEffect } from 'react'

/**
 * Escape in `within` does this and nothing else: the panel closes its own dialogs on Escape at the document. Inside of
 * a `dialog` it counts wherever the focus is, also when what had it is gone.
 */
export function useEscape(
  within: RefObject<HTMLElement | null>,
  onEscape: (() => void) | null,
  { dialog = false }: { dialog?: boolean } = {},
): void {
  useEffect(() => {
    const box = dialog ? within.current?.parentElement : within.current
    if (!box || !onEscape) return
    const keyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      onEscape()
    }
    box.addEventListener('keydown', keyDown)
    return () => box.removeEventListener('keydown', keyDown)
  }, [within, onEscape, dialog])
}
