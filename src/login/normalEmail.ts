const SHAPE = /^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]{1,253}$/u

/** The stored form of an email: trimmed, lower case, at most 254 characters, no control characters. Null when it is none. */
export function normalEmail(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const email = value.trim().toLowerCase()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break here would end a mail header
  if (email.length > 254 || /[\u0000-\u001f\u007f]/.test(value) || !SHAPE.test(email)) return null
  return email
}
