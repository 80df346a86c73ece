import { Notice } from '../parts/Notice.tsx'

/** Says that saved payment methods are frozen, until when, and what is still possible. `until` is an instant. */
export function FrozenNotice({ until }: { until: string }) {
  const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(until))
  return (
    <Notice tone="warn" title="Saved payment methods are frozen" isQuiet>
      <p>
        The email of this login was changed a short time ago. Until {when} saved payment methods cannot be used or
        changed. You can still pay with a card that is not saved.
      </p>
    </Notice>
  )
}
