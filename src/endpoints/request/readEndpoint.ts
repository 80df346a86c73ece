import type { Endpoint } from 'payload'
import type { ReadRequest } from '../../base/ReadRequest.ts'
import { json } from './json.ts'

/** Answers the body, or throws what the caller is told. */
export type Read = (req: ReadRequest) => Promise<unknown>

/** Under this key of an endpoint's `custom` stands its `Read`. */
const READ = 'payerPortalRead'

/** A `GET` of the portal whose answer is `read`'s, as JSON. The server may answer it without Payload's request. */
export const readEndpoint = ({ path, read }: { path: string; read: Read }): Endpoint => ({
  path,
  method: 'get',
  handler: async (req) => json(await read(req)),
  custom: { [READ]: read },
})

/** The `Read` of an endpoint made by `readEndpoint`; undefined for any other. */
export const readOf = ({ custom }: Endpoint): Read | undefined => custom?.[READ] as Read | undefined
