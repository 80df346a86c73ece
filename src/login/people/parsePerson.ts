import { PortalError } from '../../base/errors.ts'
import { normalEmail } from '../normalEmail.ts'
import { GIVEN_ROLES, type GivenRole } from './personRoles.ts'

const refuse = (message: string): never => {
  throw new PortalError('bad_request', { message })
}

const isRole = (value: unknown): value is GivenRole => GIVEN_ROLES.includes(value as GivenRole)

function parseName(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value !== 'string' || value.trim().length > 200) return refuse('name is a text of at most 200 characters.')
  return value.replace(/\s+/g, ' ').trim() || null
}

const parseRole = (value: unknown): GivenRole =>
  isRole(value) ? value : refuse(`role is one of ${GIVEN_ROLES.join(', ')}.`)

export type NewPerson = { email: string; name: string | null; role: GivenRole }
export type PersonChange = { name?: string | null; role?: GivenRole }

/** `{ email, name?, role }` of a person to add. Throws `bad_request`. */
export function parseNewPerson({ email, name, role }: Record<string, unknown>): NewPerson {
  return {
    email: normalEmail(email) ?? refuse('email must be one email address.'),
    name: parseName(name),
    role: parseRole(role),
  }
}

/** `{ name?, role? }` of a change; an email is not changed, the person is removed and added. Throws `bad_request`. */
export function parsePersonChange(body: Record<string, unknown>): PersonChange {
  const keys = Object.keys(body)
  if (keys.length === 0 || keys.some((key) => key !== 'name' && key !== 'role')) {
    refuse('Give { name } or { role }. To change an email, remove the person and add the new address.')
  }
  return {
    ...('name' in body ? { name: parseName(body.name) } : {}),
    ...('role' in body ? { role: parseRole(body.role) } : {}),
  }
}
