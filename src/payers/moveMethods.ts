import type { Queryable } from '../base/database.ts'
import { enqueueJob } from '../jobs/enqueueJob.ts'

type MethodFacts = { type: string; brand: string | null; last4: string | null }

/** `detached`: the survivor has a customer of its own at the gateway, and a method of another one cannot be charged. */
export type MovedMethods = { moved: MethodFacts[]; detached: MethodFacts[] }

type Merge = { from: number; into: number }

// One payer's methods change one after the other, as everywhere.
const LOCK = `select pg_advisory_xact_lock(hashtextextended('methods:' || id, 0)) from (select unnest($1::int[]) as id order by 1) ids`
const CUSTOMER = `update payer_portal_customers c set payer_id = $2 where c.payer_id = $1
 and not exists (select 1 from payer_portal_customers o where o.payer_id = $2)`
const HAS_OWN = 'select 1 from payer_portal_customers where payer_id = $1'
const MOVE = `with taken as (select exists (select 1 from payer_portal_payment_methods where payer_id = $2 and is_default and removed_at is null) as has)
 update payer_portal_payment_methods m set payer_id = $2, is_default = m.is_default and not taken.has from taken where m.payer_id = $1
 returning m.type, m.brand, m.last4, m.removed_at is null as live`
const DETACH = `update payer_portal_payment_methods set removed_at = now(), is_default = false
 where payer_id = $1 and removed_at is null returning id, type, brand, last4`

async function detachAll(tx: Queryable, from: number): Promise<MethodFacts[]> {
  const { rows } = await tx.query<MethodFacts & { id: number }>({
    name: 'merge-detach-methods',
    text: DETACH,
    values: [from],
  })
  for (const { id } of rows)
    await enqueueJob(tx, { task: 'detachMethod', payload: { method: id }, jobKey: `detach-method-${id}` })
  return rows.map(({ id: _id, ...facts }) => facts)
}

/**
 * Moves the kept methods with their customer at the gateway. A survivor that has a customer keeps its own:
 * then the other's methods are removed, and taken off the gateway by a job of the same commit.
 */
export async function moveMethods(tx: Queryable, { from, into }: Merge): Promise<MovedMethods> {
  await tx.query({ name: 'merge-lock-methods', text: LOCK, values: [[from, into]] })
  await tx.query({ name: 'merge-customer', text: CUSTOMER, values: [from, into] })
  const left = await tx.query({ name: 'merge-customer-left', text: HAS_OWN, values: [from] })
  const detached = left.rowCount ? await detachAll(tx, from) : []
  const { rows } = await tx.query<MethodFacts & { live: boolean }>({
    name: 'merge-methods',
    text: MOVE,
    values: [from, into],
  })
  const moved = rows.filter(({ live }) => live).map(({ type, brand, last4 }) => ({ type, brand, last4 }))
  return { moved, detached }
}
