import { type RefObject, useEffect, useRef } from 'react'

/** Takes the focus to the first field of a form that is wrong, where its message is read out, each time `problem` is a new one. */
export function useInvalidFocus<Around extends HTMLElement = HTMLFormElement>(
  problem: unknown,
): RefObject<Around | null> {
  const form = useRef<Around>(null)
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem])
  return form
}
