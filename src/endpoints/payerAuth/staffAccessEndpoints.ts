import { addDataAndFileToRequest, docAccessOperation, type Endpoint } from 'payload'
import { isStaff } from '../../../access/rules/isStaff.ts'
import { PortalError } from '../../base/errors.ts'
import { SLUGS } from '../../base/slugs.ts'
import { routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'

const answer: Endpoint['handler'] = async (req) => {
  const collection = req.payload.collections[SLUGS.payers]
  if (!collection || !isStaff(req)) throw new PortalError('not_found')
  await addDataAndFileToRequest(req)
  const id = req.routeParams?.id === undefined ? null : routeId(req)
  return json(await docAccessOperation({ collection, data: req.data ?? {}, req, ...(id === null ? {} : { id }) }))
}

/** `POST /access/:id`: what the calling staff may do with a payer; the admin panel asks after every save. Anybody else gets 404. */
export const staffAccessEndpoints: Endpoint[] = [
  { path: '/access/:id', method: 'post', handler: answer },
  { path: '/access', method: 'post', handler: answer },
]
