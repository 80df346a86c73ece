import type { Endpoint } from 'payload'
import { listPostings } from '../../connect/posting/listPostings.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readPostingFilter } from './readPostingFilter.ts'
import { queryPage, queryText } from './readQuery.ts'

/** `GET /postings?status=&account=&source=&payer=&from=&to=&q=&limit=&page=` for staff. */
export const postingsEndpoint: Endpoint = {
  path: '/postings',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    const { limit, page } = queryPage(req)
    const filter = readPostingFilter((name) => queryText(req, name))
    const docs = await listPostings({ payload: req.payload, filter, limit: limit + 1, offset: (page - 1) * limit })
    return json({ docs: docs.slice(0, limit), hasNextPage: docs.length > limit, page })
  },
}
