import { PortalError } from '../../base/errors.ts'

/** The text at `name` in a body. Throws `bad_request` on anything else, arrays and objects included. */
export function textField(body: Record<string, unknown>, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '')
    throw new PortalError('bad_request', { message: `${name} must be a text.` })
  return value
}
