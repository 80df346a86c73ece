import { formatInstant } from '../logic/formatDate.ts'
import { Notice } from '../parts/Notice.tsx'

/** Says that saved payment methods are frozen, until when, and what is still possible. `until` is an instant. */
export function FrozenNotice({ until }: { until: string }) {
  return (
    <Notice tone="warn" title="Saved payment methods are frozen" isQuiet>
      <p>
        The email of somebody who pays here was changed a short time ago. Until {formatInstant(until)} saved payment
        methods cannot be used or changed. You can still pay with a card that is not saved.
      </p>
    </Notice>
  )
}
