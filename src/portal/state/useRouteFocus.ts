import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'

/** After a change of page: to the top, with the focus on its h1. Not on the first page, where the browser's own start is right. */
export function useRouteFocus(): void {
  const [path] = useLocation()
  const previous = useRef(path)
  useEffect(() => {
    if (previous.current === path) return
    previous.current = path
    window.scrollTo(0, 0)
    document.querySelector<HTMLElement>('.pp h1')?.focus({ preventScroll: true })
  }, [path])
}
