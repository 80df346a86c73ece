import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { usePortal } from './PortalContext.tsx'

/** Takes the focus to the page's h1, where what had it goes away. */
export const focusHeading = (): void => document.querySelector<HTMLElement>('.pp h1')?.focus({ preventScroll: true })

/** After a change of page, or of the payer record that is shown: to the top, with the focus on its h1. Not on the first page, where the browser's own start is right. */
export function useRouteFocus(): void {
  const [path] = useLocation()
  const page = `${usePortal().me.user?.id ?? ''} ${path}`
  const previous = useRef(page)
  useEffect(() => {
    if (previous.current === page) return
    previous.current = page
    window.scrollTo(0, 0)
    focusHeading()
  }, [page])
}
