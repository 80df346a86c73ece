import type { Payload } from 'payload'
import { readPortalSettings } from './readPortalSettings.ts'

/** What a document of the firm looks like. `timeZone` is where its instants are told. */
export type FirmLook = { name: string; accent: string; timeZone: string }

const ACCENT = '#1f3a5f'

/** The firm's name, colour and time zone for documents. */
export async function readFirmLook(payload: Payload): Promise<FirmLook> {
  const { firmName, colors, timeZone } = await readPortalSettings(payload)
  return { name: firmName, accent: colors.accent ?? ACCENT, timeZone }
}
