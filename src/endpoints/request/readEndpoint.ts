import type { Endpoint } from 'payload'
import type { PersonRole } from '../../../access/rules/payerOf.ts'
import type { ReadRequest } from '../../base/ReadRequest.ts'
import type { AskedSession, FoundSession } from '../../login/askedSession.ts'
import { json } from './json.ts'

/** Answers the body, or throws what the caller is told. */
export type Read = (req: ReadRequest) => Promise<unknown>

/**
 * The same for a request whose session the very statement that reads checks too. Null where no live session may act for the payer that
 * is asked for; whoever calls it asks for the role, and notes that the session was seen.
 */
type ReadOfSession = (
  req: ReadRequest,
  session: AskedSession,
) => Promise<{ who: FoundSession & { role: PersonRole }; body: unknown } | null>

export type Reads = { read: Read; readOfSession?: ReadOfSession }

/** Under this key of an endpoint's `custom` stand its `Reads`. */
const READ = 'payerPortalRead'

/** A `GET` of the portal whose answer is `read`'s, as JSON. The server may answer it without Payload's request. */
export const readEndpoint = ({ path, ...reads }: { path: string } & Reads): Endpoint => ({
  path,
  method: 'get',
  handler: async (req) => json(await reads.read(req)),
  custom: { [READ]: reads },
})

/** The `Reads` of an endpoint made by `readEndpoint`; undefined for any other. */
export const readsOf = ({ custom }: Endpoint): Reads | undefined => custom?.[READ] as Reads | undefined
