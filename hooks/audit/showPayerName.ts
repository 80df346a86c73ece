import type { FieldHook } from 'payload'
import { poolOf } from '../../src/base/database.ts'

const READ = 'select name from payers where id = $1::int'

/** What the payer is called now: the log itself holds no name, so that an erasure leaves none behind. */
export const showPayerName: FieldHook = async ({ req, siblingData }) => {
  const payer = Number(siblingData.payerId)
  if (!Number.isSafeInteger(payer) || payer <= 0) return null
  const { rows } = await poolOf(req.payload).query<{ name: string | null }>({
    name: 'audit-payer-name',
    text: READ,
    values: [payer],
  })
  return rows[0]?.name ?? null
}
