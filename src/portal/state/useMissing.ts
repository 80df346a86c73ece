import { useState } from 'react'

type Problems<Name extends string> = { [name in Name]?: string | null }

/**
 * What is missing in a form, or wrong, by its fields. It is said when sending is tried, so that the button can always
 * be pressed and tells why nothing happens; typing takes it away.
 */
export function useMissing<Name extends string>() {
  const [found, setFound] = useState<Problems<Name> | null>(null)
  /** Says what was found, and goes on when that is nothing. */
  const check = (problems: Problems<Name>, go: () => void): void => {
    const isWrong = Object.values(problems).some(Boolean)
    setFound(isWrong ? problems : null)
    if (!isWrong) go()
  }
  const of = (name: Name): string | null => found?.[name] ?? null
  /** `found` is another object at each try. */
  return { found, of, check, clear: () => setFound(null) }
}

/** The text by a field that was left empty. */
export const ifEmpty = (value: string, problem: string): string | null => (value.trim() === '' ? problem : null)

export const NO_PASSWORD = 'Enter your current password.'
export const NO_EMAIL = 'Enter your email.'
