'use client'

import { type KeyboardEvent, useId } from 'react'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'search' | 'date' | 'email'
  hint?: string
  error?: string | null
  inputMode?: 'decimal'
  /** Enter; it never submits the document's own form. */
  onEnter?: () => void
}

/** A labelled line of text. */
export function TextInput({ label, value, onChange, type = 'text', hint, error, inputMode, onEnter }: Props) {
  const id = useId()
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    onEnter?.()
  }
  return (
    <div className="ppa-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        inputMode={inputMode}
        autoComplete="off"
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value)}
        {...(onEnter ? { onKeyDown: keyDown } : {})}
      />
      {hint || error ? (
        <span id={`${id}-hint`} className={error ? 'ppa-error' : 'ppa-muted'}>
          {error ?? hint}
        </span>
      ) : null}
    </div>
  )
}
