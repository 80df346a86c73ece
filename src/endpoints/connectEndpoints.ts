import type { Endpoint } from 'payload'
import { bulkPostingsEndpoint } from './connect/bulkPostingsEndpoint.ts'
import { exportPostingsEndpoint } from './connect/exportPostingsEndpoint.ts'
import { parkedRowsEndpoint } from './connect/parkedRowsEndpoint.ts'
import { postingDetailEndpoints } from './connect/postingDetailEndpoints.ts'
import { postingsEndpoint } from './connect/postingsEndpoint.ts'
import { removePostingEndpoint } from './connect/removePostingEndpoint.ts'
import { retryParkedRowEndpoint } from './connect/retryParkedRowEndpoint.ts'
import { retryParkedRowsEndpoint } from './connect/retryParkedRowsEndpoint.ts'
import { retryPostingEndpoint } from './connect/retryPostingEndpoint.ts'
import { runsEndpoint } from './connect/runsEndpoint.ts'
import { searchEndpoint } from './connect/searchEndpoint.ts'
import { sourcesEndpoint } from './connect/sourcesEndpoint.ts'
import { syncEndpoint } from './connect/syncEndpoint.ts'

/** Connect for staff: search, sync, postings. */
export const connectEndpoints: Endpoint[] = [
  searchEndpoint,
  syncEndpoint,
  sourcesEndpoint,
  runsEndpoint,
  parkedRowsEndpoint,
  retryParkedRowEndpoint,
  retryParkedRowsEndpoint,
  postingsEndpoint,
  exportPostingsEndpoint,
  bulkPostingsEndpoint,
  ...postingDetailEndpoints,
  retryPostingEndpoint,
  removePostingEndpoint,
]
