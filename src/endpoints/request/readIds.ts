import { PortalError } from '../../base/errors.ts'

const MAX_ID = 2_147_483_647

const isId = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= MAX_ID

/** A list of row ids of a body, each once. Throws `bad_request`. */
export function readIds(value: unknown, { name, most }: { name: string; most: number }): number[] {
  const ids = Array.isArray(value) ? [...new Set(value.map(Number))] : []
  if (ids.length === 0 || ids.length > most || !ids.every(isId))
    throw new PortalError('bad_request', { message: `${name} is a list of 1 to ${most} ids.` })
  return ids
}
