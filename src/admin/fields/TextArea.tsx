'use client'

import { useId } from 'react'

type Props = { label: string; value: string; onChange: (value: string) => void; maxLength: number }

/** A labelled text of several lines. */
export function TextArea({ label, value, onChange, maxLength }: Props) {
  const id = useId()
  return (
    <div className="ppa-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={4}
        value={value}
        maxLength={maxLength}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
