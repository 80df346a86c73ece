import type { Endpoint, PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { newRecoveryCodes, ownFactors, removeFactor, renameFactor } from '../../login/secondFactor/ownFactors.ts'
import { textField } from '../payerAuth/textField.ts'
import { requirePayer, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { factorName } from './factorName.ts'

/** The calling payer, who gives the password again for each change. */
async function changer(req: PayloadRequest) {
  const payer = requirePayer(req, 'view')
  const body = await readJson(req)
  return { body, caller: { payer, currentPassword: textField(body, 'currentPassword') } }
}

function factorId(req: PayloadRequest): number {
  const id = routeId(req)
  if (id === null) throw new PortalError('factor_not_found')
  return id
}

const rename: Endpoint['handler'] = async (req) => {
  const { body, caller } = await changer(req)
  const name = factorName(body)
  if (!name) throw new PortalError('bad_request', { message: 'name must be a text.' })
  await renameFactor(req, { ...caller, id: factorId(req), name })
  return json({ message: 'Renamed.' })
}

const remove: Endpoint['handler'] = async (req) => {
  const { caller } = await changer(req)
  await removeFactor(req, { ...caller, id: factorId(req) })
  return json({ message: 'Removed.' })
}

const renew: Endpoint['handler'] = async (req) => {
  const { caller } = await changer(req)
  return json({ recoveryCodes: await newRecoveryCodes(req, caller) })
}

/** What a payer does with the own factors: list, rename, remove, new recovery codes. */
export const ownFactorEndpoints: Endpoint[] = [
  {
    path: '/second-factor',
    method: 'get',
    handler: async (req) => json(await ownFactors(req, requirePayer(req, 'view').loginId)),
  },
  { path: '/second-factor/recovery-codes', method: 'post', handler: renew },
  { path: '/second-factor/:id', method: 'patch', handler: rename },
  { path: '/second-factor/:id', method: 'delete', handler: remove },
]
