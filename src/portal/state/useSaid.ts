import { type RefObject, useEffect, useRef, useState } from 'react'

export type Saying = {
  text: string | null
  say: (text: string) => void
  clear: () => void
  place: RefObject<HTMLDivElement | null>
}

/**
 * What was done, said in the page, at `place`. That takes the focus, because what was pressed is often gone with its
 * form, row or dialog; after the page is drawn, so that a dialog that closes does not take it back.
 */
export function useSaid(): Saying {
  const [said, setSaid] = useState<{ text: string } | null>(null)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (said) place.current?.focus()
  }, [said])
  return { text: said?.text ?? null, say: (text) => setSaid({ text }), clear: () => setSaid(null), place }
}
