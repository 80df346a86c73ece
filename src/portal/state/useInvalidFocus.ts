import { type RefObject, useEffect, useRef } from 'react'

/** Takes the focus to the first field of a form that is wrong, where its message is read out, each time `problem` is a new one. */
export function useInvalidFocus(problem: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem])
  return form
}
