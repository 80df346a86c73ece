import type { ServerResponse } from 'node:http'

/** Answers an error in the API's shape, with nothing in it but these words. */
export function refuse(
  res: ServerResponse,
  { status, code, message }: { status: number; code: string; message: string },
): void {
  if (res.headersSent) {
    res.destroy()
    return
  }
  res.statusCode = status
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  res.setHeader('Cache-Control', 'private, no-store')
  // What is left of a body that nobody reads must not be taken for the next request.
  if (status === 413) res.setHeader('Connection', 'close')
  res.end(JSON.stringify({ errors: [{ name: 'PortalError', message, data: { code } }] }))
}
