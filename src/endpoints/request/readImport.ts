import type { PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { MAX_IMPORT_BYTES } from '../../base/importLimits.ts'
import { readJson } from './readJson.ts'

// As JSON a line break or a quote is two characters.
const MAX_JSON = 2 * MAX_IMPORT_BYTES

/** The fields of an import's request. */
export type Given = Record<string, unknown>

/** The fields of a JSON body, or a plain file with the options in the address. */
export async function readImportBody(req: PayloadRequest): Promise<Given> {
  if (!req.headers.get('content-type')?.startsWith('text/csv')) return readJson(req, MAX_JSON)
  const options = [...(req.searchParams ?? new URLSearchParams())].map(([key, value]): [string, unknown] => {
    if (value === 'true' || value === 'false') return [key, value === 'true']
    return [key, /^\d{1,6}$/.test(value) ? Number(value) : value]
  })
  return { ...Object.fromEntries(options), csv: (await req.text?.()) ?? '' }
}

/** A true or false of the body. Throws `bad_request`. */
export function readFlag({ body, name, otherwise }: { body: Given; name: string; otherwise: boolean }): boolean {
  const value = body[name] ?? otherwise
  if (typeof value !== 'boolean') throw new PortalError('bad_request', { message: `${name} must be true or false.` })
  return value
}

function count({ body, name, otherwise }: { body: Given; name: string; otherwise: number }): number {
  const value = body[name] ?? otherwise
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new PortalError('bad_request', { message: `${name} must be a whole number.` })
  return value
}

/** The text of the file. Throws `bad_request` for one that is too large or no text. */
export function csvOf({ csv }: Given): string {
  if (typeof csv !== 'string') throw new PortalError('bad_request', { message: 'csv must be the text of the file.' })
  if (Buffer.byteLength(csv) > MAX_IMPORT_BYTES)
    throw new PortalError('bad_request', { message: 'The file is larger than 5 MB.' })
  if (csv.includes('\0')) throw new PortalError('bad_request', { message: 'This is not a text file in UTF-8.' })
  return csv
}

/** The part of the rows to take, counted from 0. Throws `bad_request`. */
export const importPart = (body: Given): { from: number; limit: number } => ({
  from: count({ body, name: 'from', otherwise: 0 }),
  limit: count({ body, name: 'limit', otherwise: 10_000 }),
})
