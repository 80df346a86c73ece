'use client'

/** Keeps a field out of the form: another control on the page stands for it. */
export function NoField() {
  return null
}
