import type { Saying } from '../state/useSaid.ts'
import { Notice } from './Notice.tsx'

/** The place where a page says what was done. */
export function Said({ of }: { of: Saying }) {
  return (
    <div ref={of.place} tabIndex={-1} className="pp-said">
      {of.text && (
        <Notice tone="good">
          <p>{of.text}</p>
        </Notice>
      )}
    </div>
  )
}
