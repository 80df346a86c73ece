import type { Endpoint } from 'payload'
import { staffMeEndpoint } from './staff/staffMeEndpoint.ts'

/** What the admin panel asks about the member of staff who works in it. */
export const portalStaffEndpoints: Endpoint[] = [staffMeEndpoint]
