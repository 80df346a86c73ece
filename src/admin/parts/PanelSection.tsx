'use client'

import { type FocusEvent, type ReactNode, useEffect, useRef } from 'react'
import { AdminStyles } from '../styles/AdminStyles.tsx'

/** Keeps the keyboard's place: when the button that had the focus is gone, the section has it. */
function useFocusHome() {
  const home = useRef<HTMLElement>(null)
  const last = useRef<Element | null>(null)
  useEffect(() => {
    const section = home.current
    if (!section) return
    const observer = new MutationObserver(() => {
      if (!last.current || last.current.isConnected) return
      last.current = null
      if (document.activeElement === document.body) section.focus()
    })
    observer.observe(section, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [])
  const onFocusCapture = ({ target }: FocusEvent) => {
    // Dialogs stand inside the section as far as React's events go.
    if (home.current?.contains(target) && target !== home.current) last.current = target
  }
  return { home, onFocusCapture }
}

/** A framed part of a payer's page, under the heading with this id. */
export function PanelSection({ headingId, children }: { headingId: string; children: ReactNode }) {
  const { home, onFocusCapture } = useFocusHome()
  return (
    <section
      ref={home}
      tabIndex={-1}
      className="field-type ppa-section"
      aria-labelledby={headingId}
      onFocusCapture={onFocusCapture}
    >
      <AdminStyles />
      {children}
    </section>
  )
}
