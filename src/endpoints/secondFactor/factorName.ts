import { PortalError } from '../../base/errors.ts'

const MAX = 60

/** The name of a factor in a body, null when none is given. Throws `bad_request` on anything that is no short text. */
export function factorName({ name }: Record<string, unknown>): string | null {
  if (name === undefined || name === null || name === '') return null
  const text = typeof name === 'string' ? name.replace(/\s+/g, ' ').trim() : ''
  if (text === '' || text.length > MAX)
    throw new PortalError('bad_request', { message: `name must be a text of at most ${MAX} characters.` })
  return text
}
