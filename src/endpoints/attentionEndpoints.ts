import type { Endpoint } from 'payload'
import { changeAttentionEndpoint } from './attention/changeAttentionEndpoint.ts'
import { listAttentionEndpoints } from './attention/listAttentionEndpoints.ts'

/** What needs the attention of staff. */
export const attentionEndpoints: Endpoint[] = [...listAttentionEndpoints, changeAttentionEndpoint]
