import type { PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'

const MAX_BYTES = 1024 * 1024
const TOO_LARGE = 'The body is empty or too large.'

/** The bytes as they were signed: nothing may have parsed them before. Throws `bad_request`. */
export async function rawBody(req: PayloadRequest): Promise<Buffer> {
  // Said to be too large: not even read.
  if (Number(req.headers.get('content-length') ?? 0) > MAX_BYTES)
    throw new PortalError('bad_request', { message: TOO_LARGE })
  const bytes = Buffer.from((await req.arrayBuffer?.()) ?? new ArrayBuffer(0))
  if (bytes.length === 0 || bytes.length > MAX_BYTES) throw new PortalError('bad_request', { message: TOO_LARGE })
  return bytes
}
