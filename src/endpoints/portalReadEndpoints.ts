import type { Endpoint } from 'payload'

export const portalReadEndpoints: Endpoint[] = []
