const MAX = 500
const PASSWORD_IN_URL = /(\w+:\/\/[^\s:/@]*):[^\s/@]+@/g
const PASSWORD_PAIR = /(password|pwd|secret|token)\s*[=:]\s*\S+/gi

/** The message of any thrown value, short and without passwords, as it may be stored and shown to staff. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return text.replaceAll('\0', '').replace(PASSWORD_IN_URL, '$1:…@').replace(PASSWORD_PAIR, '$1=…').slice(0, MAX)
}
