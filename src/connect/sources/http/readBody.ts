import { SourceError } from '../../SourceError.ts'

/** The bytes of an answer, read until it is larger than it may be. Throws a SourceError then. */
export async function readBody(response: Response, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new SourceError(`The answer is larger than ${maxBytes} bytes.`, { temporary: false })
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel()
    throw tooLarge()
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
