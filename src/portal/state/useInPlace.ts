import { useState } from 'react'

type InPlace = {
  isOpen: boolean
  open: () => void
  /** Given up: the button takes the focus again. */
  close: () => void
  /** Done: the focus goes where the result is said. */
  finish: () => void
  /** For `autoFocus` of the button, which comes back when what it opened goes. */
  isReturning: boolean
}

/** Something that opens in place of the button that opens it, so that the focus is never lost with either. */
export function useInPlace(): InPlace {
  const [state, setState] = useState<'shut' | 'open' | 'given up'>('shut')
  return {
    isOpen: state === 'open',
    open: () => setState('open'),
    close: () => setState('given up'),
    finish: () => setState('shut'),
    isReturning: state === 'given up',
  }
}
