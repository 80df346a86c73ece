import type { PersonRole } from '../../../access/rules/payerOf.ts'

/** Who changes the people of a payer: the firm's staff, or one of the people, with the role that this one has and the session it acts in. */
export type PersonEditor = { kind: 'staff' } | { kind: 'person'; person: number; role: PersonRole; session: number }
