import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import type { PortalTransaction } from './readTransactions.ts'

const READ = `select id, receipt_lines as lines from transactions where id = any($1::int[]) and receipt_lines is not null`

/** What the receipts of these transactions said, for those whose money staff moved to other invoices later. */
export async function readReceiptLines(
  payload: Payload,
  transactions: readonly number[],
): Promise<Map<number, PortalTransaction['allocations']>> {
  const { rows } = await poolOf(payload).query<{ id: number; lines: PortalTransaction['allocations'] }>({
    name: 'history-receipt-lines',
    text: READ,
    values: [transactions],
  })
  return new Map(rows.map(({ id, lines }) => [id, lines]))
}
