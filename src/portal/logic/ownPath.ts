const BASE = 'https://portal.invalid'

/**
 * A path inside the portal out of something that a link or an address carried, else `fallback`. Whatever
 * could lead to another site (`//evil`, `/\evil`, `javascript:`, a control character) is the fallback.
 */
export function ownPath(value: string | null | undefined, fallback = '/'): string {
  if (!value || value.length > 2000 || !/^\/(?![/\\])/.test(value)) return fallback
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop these before they read an address
  if (/[\u0000-\u001f\u007f\\]/.test(value)) return fallback
  const url = URL.canParse(value, BASE) ? new URL(value, BASE) : null
  if (url?.origin !== BASE || url.pathname.startsWith('//')) return fallback
  return url.pathname + url.search
}

/** Where the login page sends the payer back to; never to itself. */
export function returnPath(search: string): string {
  const path = ownPath(new URLSearchParams(search).get('return'))
  return /^\/(login|forgot-password|reset-password|accept-invite|confirm-email|undo-email)\b/.test(path) ? '/' : path
}

/** The login page's address that remembers `path`. */
export function loginPath(path: string): string {
  const own = ownPath(path)
  return own === '/' ? '/login' : `/login?return=${encodeURIComponent(own)}`
}
