import type { Payload, Where } from 'payload'

type Args = { payload: Payload; payer: number; invoice?: number | string | undefined }

/** The invoices a payer may see, as a Where for Payload's access functions; `false` when there are none. */
export function scopeWhere(_args: Args): false | Where {
  return false
}
