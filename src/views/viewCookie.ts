/** Beside the payer's own session and the staff's: a view never takes the place of either. */
export const VIEW_COOKIE = '__Host-payer-view'

const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict'

/** The Set-Cookie value that keeps a view's token until `expiresAt`. */
export const viewCookie = (token: string, expiresAt: Date): string =>
  `${VIEW_COOKIE}=${token}; ${ATTRIBUTES}; Expires=${expiresAt.toUTCString()}`

/** The Set-Cookie value that forgets the view. */
export const endedViewCookie = (): string => `${VIEW_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`
