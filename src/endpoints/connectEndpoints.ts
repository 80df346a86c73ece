import type { Endpoint } from 'payload'

export const connectEndpoints: Endpoint[] = []
