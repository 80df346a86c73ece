import type { Endpoint } from 'payload'
import { duplicatesEndpoint } from './payersBulk/duplicatesEndpoint.ts'
import { findPayersEndpoint } from './payersBulk/findPayersEndpoint.ts'
import { archiveEndpoint, eraseEndpoint, unarchiveEndpoint } from './payersBulk/lifeEndpoints.ts'
import { mergeEndpoint } from './payersBulk/mergeEndpoint.ts'
import { similarEndpoint } from './payersBulk/similarEndpoint.ts'

/** What staff do with payers' records: import many, find and merge doubles, archive, erase. */
export const payersBulkEndpoints: Endpoint[] = [
  duplicatesEndpoint,
  similarEndpoint,
  findPayersEndpoint,
  mergeEndpoint,
  archiveEndpoint,
  unarchiveEndpoint,
  eraseEndpoint,
]
