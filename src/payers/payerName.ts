type Names = { firstName?: unknown; lastName?: unknown; businessName?: unknown; email?: unknown }

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** `First Last`, `Business`, or `First Last | Business`; the email when there is no name. */
export function payerName({ firstName, lastName, businessName, email }: Names): string {
  const person = [text(firstName), text(lastName)].filter(Boolean).join(' ')
  return [person, text(businessName)].filter(Boolean).join(' | ') || text(email)
}
