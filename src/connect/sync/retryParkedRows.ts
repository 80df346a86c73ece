import type { Payload } from 'payload'
import { type AuditBy, recordAudit } from '../../audit/recordAudit.ts'
import { withTransaction } from '../../base/database.ts'
import { findSource } from '../findSource.ts'
import { enqueueSync } from './enqueueSync.ts'

const ASK = {
  name: 'connect-retry-all-parked',
  text: `update payer_portal_parked_rows set state = 'retrying' where source = $1 and resolved_at is null`,
}

/** Has the worker read a source whole again for the sake of all its rows that are set aside; answers how many. Throws `source_not_found`. */
export async function retryParkedRows(payload: Payload, source: string, by: AuditBy = {}): Promise<number> {
  const { key } = findSource(payload, source)
  return await withTransaction(payload, async (tx) => {
    const rows = (await tx.query({ ...ASK, values: [key] })).rowCount ?? 0
    if (rows === 0) return 0
    await recordAudit(tx, { ...by, action: 'parked_row_retried', data: { source: key, rows } })
    await enqueueSync(tx, { source: key, cause: 'retry', whole: true })
    return rows
  })
}
