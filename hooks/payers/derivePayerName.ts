import type { FieldHook } from 'payload'

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** `First Last`, `Business`, or `First Last | Business`; the email when there is no name. */
export const derivePayerName: FieldHook = ({ data, originalDoc }) => {
  const merged = { ...originalDoc, ...data }
  const person = [text(merged.firstName), text(merged.lastName)].filter(Boolean).join(' ')
  return [person, text(merged.businessName)].filter(Boolean).join(' | ') || text(merged.email)
}
