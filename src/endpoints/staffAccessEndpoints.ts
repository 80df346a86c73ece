import { addDataAndFileToRequest, docAccessOperation, type Endpoint } from 'payload'
import { isStaff } from '../../access/rules/isStaff.ts'
import { PortalError } from '../base/errors.ts'
import type { SLUGS } from '../base/slugs.ts'
import { routeId } from './request/callers.ts'
import { json } from './request/json.ts'

type Slug = (typeof SLUGS)[keyof typeof SLUGS]

/**
 * `POST /access/:id` of a collection of ours: what the calling staff may do with a document; the admin panel asks after
 * every save. Anybody else gets 404, whether the document exists or not.
 */
export function staffAccessEndpoints(slug: Slug): Endpoint[] {
  const handler: Endpoint['handler'] = async (req) => {
    const collection = req.payload.collections[slug]
    if (!collection || !isStaff(req)) throw new PortalError('not_found')
    await addDataAndFileToRequest(req)
    const id = req.routeParams?.id === undefined ? null : routeId(req)
    return json(await docAccessOperation({ collection, data: req.data ?? {}, req, ...(id === null ? {} : { id }) }))
  }
  return [
    { path: '/access/:id', method: 'post', handler },
    { path: '/access', method: 'post', handler },
  ]
}
