import type { Endpoint } from 'payload'
import { inspectLink } from '../../login/inspectLink.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

/** `POST /inspect-link { token }`: what the page behind a mailed link has to ask for. The link is not used up. */
export const inspectLinkEndpoint: Endpoint = {
  path: '/inspect-link',
  method: 'post',
  handler: async (req) => {
    const { token } = await readJson(req)
    return json(await inspectLink(req, token))
  },
}
