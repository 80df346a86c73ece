import { MAX_IMPORT_BYTES } from '../../../base/importLimits.ts'
import { AdminApiError } from '../../api/AdminApiError.ts'

const refuse = (message: string): never => {
  throw new AdminApiError({ message, status: 0 })
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte)

/** Says what to do about a file that cannot be a CSV in UTF-8. Throws AdminApiError. */
function checkKind(bytes: Uint8Array): void {
  if (bytes.length === 0) refuse('The file is empty.')
  if (startsWith(bytes, [0x50, 0x4b])) refuse('This is an Excel workbook. Save it as “CSV UTF-8” and choose that file.')
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]))
    refuse('This file is in UTF-16. Save it as “CSV UTF-8” and choose that file.')
}

/** The text of a chosen file. Throws AdminApiError with what to do when it is too large or not in UTF-8. */
export async function readImportFile(file: Pick<File, 'size' | 'arrayBuffer'>): Promise<string> {
  if (file.size > MAX_IMPORT_BYTES)
    refuse(`The file has ${Math.ceil(file.size / 1024 / 1024)} MB; at most 5 MB can be imported. Split it in two.`)
  const bytes = new Uint8Array(await file.arrayBuffer())
  checkKind(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse('The letters of this file are not in UTF-8. Save it as “CSV UTF-8”, else names would be damaged.')
  }
}
