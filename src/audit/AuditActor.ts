/**
 * Who acts without anybody being logged in: the portal's own worker (or the host's code), the billing system,
 * the payment processor, or somebody unknown on the web.
 */
export type AutomaticActor = 'system' | 'connect' | 'processor' | 'nobody'

/** A member of staff, or a payer's person: `{ collection: 'payers', id: payer, person }`. */
export type AuditPerson = { collection: string; id: number | string; person?: number | null }

export type AuditActor = AuditPerson | AutomaticActor
