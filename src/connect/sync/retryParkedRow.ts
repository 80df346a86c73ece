import type { Payload } from 'payload'
import { type AuditBy, recordAudit } from '../../audit/recordAudit.ts'
import { withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { findSource } from '../findSource.ts'
import { enqueueSync } from './enqueueSync.ts'

const ASK = {
  name: 'connect-retry-parked',
  text: `update payer_portal_parked_rows set state = 'retrying' where id = $1 and resolved_at is null returning source, external_id`,
}

/**
 * Has the worker read this row again: alone where the source can be asked for one invoice, else with the whole of it.
 * Throws `parked_row_not_found`, also for one that is resolved, and `source_not_found`.
 */
export async function retryParkedRow(payload: Payload, id: number, by: AuditBy = {}): Promise<void> {
  await withTransaction(payload, async (tx) => {
    const { rows } = await tx.query<{ source: string; external_id: string | null }>({ ...ASK, values: [id] })
    const [row] = rows
    if (!row) throw new PortalError('parked_row_not_found')
    const source = findSource(payload, row.source)
    await recordAudit(tx, { ...by, action: 'parked_row_retried', data: { row: id, source: source.key } })
    const ids = source.readInvoices && row.external_id ? [row.external_id] : null
    await enqueueSync(tx, { source: source.key, cause: 'retry', ...(ids ? { ids } : { whole: true }) })
  })
}
