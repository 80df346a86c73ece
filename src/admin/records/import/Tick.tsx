'use client'

import { useId } from 'react'

/** One thing that the import does only when it is ticked. */
export function Tick({
  label,
  hint,
  isOn,
  isDisabled,
  onChange,
}: {
  label: string
  hint: string
  isOn: boolean
  isDisabled: boolean
  onChange: (isOn: boolean) => void
}) {
  const id = useId()
  return (
    <label className="ppa-tick">
      <input
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        aria-describedby={id}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {label}
        <span id={id} className="ppa-muted">
          {' '}
          {hint}
        </span>
      </span>
    </label>
  )
}
