import type { Payload } from 'payload'
import { portalOptions } from '../../options/portalOptions.ts'
import { askSource } from '../askSource.ts'
import { errorText } from '../errorText.ts'
import { SourceError } from '../SourceError.ts'
import { isPdf } from './isPdf.ts'

type Args = { payload: Payload; source: string; externalId: string }

/** 20 MB. It is held in memory while it is sent. */
const MAX_BYTES = 20 * 1024 * 1024

function checked(bytes: unknown): Uint8Array {
  if (!(bytes instanceof Uint8Array)) throw new SourceError('A document is not given as bytes.', { temporary: false })
  if (bytes.byteLength > MAX_BYTES) throw new SourceError('A document is larger than it may be.', { temporary: false })
  if (!isPdf(bytes)) throw new SourceError('A document is no PDF.', { temporary: false })
  return bytes
}

/**
 * The firm's own bill of an invoice, checked to be a PDF by what it holds and never kept; null when its source has
 * none, does not answer in time, or gives something else, which the log says. Scope is the caller's business.
 */
export async function readBill({ payload, source: key, externalId }: Args): Promise<Uint8Array | null> {
  const { sources, times } = portalOptions(payload)
  const source = sources.find((each) => each.key === key)
  if (!source?.getDocument) return null
  try {
    const bytes = await askSource({
      source,
      what: 'document',
      seconds: times.billRead,
      rest: times.sourceRest,
      ask: (signal) => source.getDocument?.(externalId, { maxBytes: MAX_BYTES, signal }) ?? Promise.resolve(null),
    })
    return bytes === null ? null : checked(bytes)
  } catch (error) {
    payload.logger.warn(
      { source: key, invoice: externalId, reason: errorText(error) },
      'The bill of an invoice could not be read: its payer gets a summary',
    )
    return null
  }
}
