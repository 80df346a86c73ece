import type { Payload } from 'payload'
import { accentOnPaper } from '../base/accentColors.ts'
import { readPortalSettings } from './readPortalSettings.ts'

/** What a document of the firm looks like. `timeZone` is where its instants are told. */
export type FirmLook = { name: string; accent: string; timeZone: string }

/** The firm's name, colour and time zone for documents. */
export async function readFirmLook(payload: Payload): Promise<FirmLook> {
  const { firmName, colors, timeZone } = await readPortalSettings(payload)
  return { name: firmName, accent: accentOnPaper(colors.accent), timeZone }
}
