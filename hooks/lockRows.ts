import type { PayloadRequest } from 'payload'
import { transactionOf } from '../src/base/database.ts'
import { PortalError } from '../src/base/errors.ts'

type Args = { args: { id?: number | string }; operation: string; req: PayloadRequest; table: 'invoices' | 'payers' }

/**
 * Locks the row that an update or delete is about, in the same transaction and before Payload reads
 * it: whole documents are written back, and what others write meanwhile must not be lost. A change
 * by `where` locks the table against other writers for the moment it lasts.
 */
export async function lockRows({ args, operation, req, table }: Args): Promise<void> {
  if (operation !== 'update' && operation !== 'delete') return
  const tx = await transactionOf(req)
  if (args.id === undefined) {
    await tx.query({ text: `lock table ${table} in share row exclusive mode` })
    return
  }
  const id = Number(args.id)
  if (!Number.isSafeInteger(id) || id < 1 || id > 2_147_483_647) throw new PortalError('not_found')
  await tx.query({ name: `lock-${table}`, text: `select 1 from ${table} where id = $1 for update`, values: [id] })
}
