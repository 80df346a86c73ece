import type { CollectionConfig } from 'payload'

/** The hooks of the payers, in the order in which they run. */
export const payerHooks: NonNullable<CollectionConfig['hooks']> = {}
