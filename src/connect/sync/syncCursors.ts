import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'

const READ = {
  name: 'connect-cursor',
  text: `select cursor, full_at > now() - $2::float8 * interval '1 hour' as is_recent from payer_portal_sync_cursors where source = $1`,
}

/**
 * Where the next read of changes of this source begins; null when every invoice is to be read: it was never read, it tells
 * no changes, or the last read of every invoice is `fullReadHours` old, so that what no change told of is found too.
 */
export async function readCursor(
  payload: Payload,
  { source, fullReadHours }: { source: string; fullReadHours: number },
): Promise<string | null> {
  const { rows } = await poolOf(payload).query<{ cursor: string | null; is_recent: boolean }>({
    ...READ,
    values: [source, fullReadHours],
  })
  const [row] = rows
  return row?.is_recent ? row.cursor : null
}

/** Remembers, in the transaction of the merge, how far the source was read. `$4`: was it every invoice? */
export const KEEP_CURSOR = `
insert into payer_portal_sync_cursors as c (source, cursor, read_at, full_at) values ($1, $2, $3, $3)
on conflict (source) do update set cursor = $2, read_at = $3, full_at = case when $4::boolean then $3 else c.full_at end`
