import type { Endpoint } from 'payload'
import { poolOf } from '../../base/database.ts'
import { findSimilar } from '../../payers/findSimilar.ts'
import { payerName } from '../../payers/payerName.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

const MAX = 1000
const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, MAX) : null

/** `POST /similar { email, firstName, lastName, businessName, phone }`: the payers that look like the one which is about to be made. */
export const similarEndpoint: Endpoint = {
  path: '/similar',
  method: 'post',
  handler: async (req) => {
    requireStaff(req)
    const { email, phone, ...names } = await readJson(req)
    const contact = { email: text(email), phone: text(phone), name: payerName(names).slice(0, MAX) }
    const [similar = []] = await findSimilar(poolOf(req.payload), [contact])
    return json({ similar })
  },
}
