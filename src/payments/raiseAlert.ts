import type { Queryable } from '../base/database.ts'

export type Alert = { kind: string; dedupeKey: string; transaction?: number; invoice?: number; message: string }

/** Leaves something for staff to look at, once per `dedupeKey`, in the caller's transaction. */
export async function raiseAlert(
  tx: Queryable,
  { kind, dedupeKey, transaction, invoice, message }: Alert,
): Promise<void> {
  await tx.query({
    name: 'portal-alert',
    text: `insert into payer_portal_alerts (kind, dedupe_key, transaction_id, invoice_id, message) values ($1, $2, $3, $4, $5) on conflict (dedupe_key) do nothing`,
    values: [kind, dedupeKey, transaction ?? null, invoice ?? null, message],
  })
}
