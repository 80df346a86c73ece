import { PortalError } from '../../base/errors.ts'
import type { PostingSettings } from '../../options/postingSettings.ts'

/** What staff choose for a day in a closed period; undefined leaves it to the account's setting. Throws `bad_request`. */
export function readWhenClosed({ whenClosed }: Record<string, unknown>): PostingSettings['whenClosed'] {
  if (whenClosed === undefined || whenClosed === 'first_open_day') return whenClosed
  throw new PortalError('bad_request', { message: 'whenClosed must be first_open_day.' })
}
