import { PortalError } from '../../base/errors.ts'
import { normalText } from '../../base/text.ts'
import { RELEASES, type Release } from '../../connect/posting/postingStatuses.ts'

const MAX_REASON = 500

function readReason(value: unknown): string {
  const reason = typeof value === 'string' && !value.includes('\0') ? normalText(value) : null
  if (!reason || reason.length > MAX_REASON)
    throw new PortalError('bad_request', { message: `reason must be a text of at most ${MAX_REASON} characters.` })
  return reason
}

/** Why a posting is taken out: `{ reason, released }`. Throws `bad_request`. */
export function readRemoval(body: Record<string, unknown>): { release: Release; reason: string } {
  const release = RELEASES.find((candidate) => candidate === body.released)
  if (!release) throw new PortalError('bad_request', { message: `released must be one of ${RELEASES.join(', ')}.` })
  return { release, reason: readReason(body.reason) }
}
