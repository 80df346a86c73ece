/** Its prefix makes browsers insist on Secure, on Path=/ and on no Domain. */
export const SESSION_COOKIE = '__Host-payer-session'

const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax'

/** The Set-Cookie value that keeps `token` until `expiresAt`. */
export const sessionCookie = (token: string, expiresAt: Date): string =>
  `${SESSION_COOKIE}=${token}; ${ATTRIBUTES}; Expires=${expiresAt.toUTCString()}`

/** The Set-Cookie value that forgets the session. */
export const endedCookie = (): string => `${SESSION_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`
