import { customType, timestamp } from '@payloadcms/db-postgres/drizzle/pg-core'

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** An instant with its zone, to the microsecond. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
