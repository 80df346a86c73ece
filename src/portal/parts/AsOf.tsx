import { formatAge, formatInstant, isOld } from '../logic/formatDate.ts'
import { usePortal } from '../state/PortalContext.tsx'
import { Notice } from './Notice.tsx'

function Age({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatInstant(at)}>
      {formatAge(at, new Date())}
    </time>
  )
}

/** How old the amounts are: in small letters, and plainly once they are old. Nothing before the first read. */
export function AsOf({ at }: { at: string | null }) {
  const { oldAmounts } = usePortal().settings
  if (!at) return null
  if (oldAmounts === undefined || !isOld(at, { now: new Date(), seconds: oldAmounts }))
    return (
      <p className="pp-as-of">
        As of <Age at={at} />
      </p>
    )
  return (
    <Notice tone="warn" title="These amounts may be out of date" isQuiet>
      <p>
        They were read from the firm’s billing system <Age at={at} />. What has been paid or billed since then is not
        shown yet.
      </p>
    </Notice>
  )
}
