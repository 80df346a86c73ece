import type { ReactNode } from 'react'

/** A line of the panel: what it is about, what is so, and what can be done. */
export function LoginLine({ label, children, buttons }: { label: string; children: ReactNode; buttons?: ReactNode }) {
  return (
    <div className="ppa-line">
      <dt>{label}</dt>
      <dd>
        <div>{children}</div>
        {buttons}
      </dd>
    </div>
  )
}
