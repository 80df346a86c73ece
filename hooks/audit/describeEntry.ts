import type { CollectionAfterReadHook } from 'payload'
import { auditText } from '../../src/audit/auditText.ts'
import { poolOf } from '../../src/base/database.ts'

const READ = `select (select name from payers where id = $1::int) as payer,
 (select coalesce(nullif(m.name, ''), m.email) from payer_portal_people m where m.id = $2::int) as person`

type Names = { payer: string | null; person: string | null }

const idOf = (value: unknown): number | null =>
  Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : null

/**
 * Says in words what an entry records, and names payer and person as they are called now: the log itself holds
 * numbers, so that an erasure leaves no name behind.
 */
export const describeEntry: CollectionAfterReadHook = async ({ doc, req }) => {
  const values = [idOf(doc.payerId), idOf((doc.data as { byPerson?: unknown } | null)?.byPerson)]
  const isNamed = values.some((value) => value !== null)
  const names = isNamed
    ? (await poolOf(req.payload).query<Names>({ name: 'audit-names', text: READ, values })).rows[0]
    : undefined
  return { ...doc, payerName: names?.payer ?? null, ...auditText({ ...doc, person: names?.person ?? null }) }
}
