import type { Endpoint } from 'payload'
import { readPortalSettings } from '../../settings/readPortalSettings.ts'
import { json } from '../request/json.ts'

/** `GET /api/portal/settings`: what the portal shows before anybody has logged in. */
export const settingsEndpoint: Endpoint = {
  path: '/portal/settings',
  method: 'get',
  handler: async (req) => json(await readPortalSettings(req.payload)),
}
