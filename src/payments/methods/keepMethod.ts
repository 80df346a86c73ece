import type { PayloadRequest } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import type { Queryable } from '../../base/database.ts'
import type { GatewayMethod, GatewayPayment } from '../PaymentGateway.ts'
import type { PaymentRow } from '../readPaymentRow.ts'
import { lockMethods } from './lockMethods.ts'

export type Consent = {
  payer: number
  version: string
  login: number | null
  /** The call that added it; the processor told of it otherwise. */
  req?: PayloadRequest
}

/** The first method of a payer becomes the default. */
const INSERT = `insert into payer_portal_payment_methods (payer_id, gateway_id, type, brand, last4, exp_month, exp_year, is_default, consent_at, consent_version, consent_login_id)
  select $1::int, $2::text, $3::text, $4::text, $5::text, $6::int, $7::int,
    not exists (select 1 from payer_portal_payment_methods m where m.payer_id = $1 and m.is_default and m.removed_at is null), now(), $8::text, $9::int
  on conflict do nothing returning id`

/** Notes a method that the gateway keeps for this payer, with the consent. Once per method. */
export async function insertMethod(
  tx: Queryable,
  method: GatewayMethod,
  { payer, version, login, req }: Consent,
): Promise<void> {
  await lockMethods(tx, payer)
  const { rows } = await tx.query<{ id: number }>({
    name: 'method-insert',
    text: INSERT,
    values: [
      payer,
      method.id,
      method.type,
      method.brand,
      method.last4,
      method.expMonth,
      method.expYear,
      version,
      login,
    ],
  })
  if (!rows[0]) return
  const data = { method: rows[0].id, type: method.type, last4: method.last4, login }
  await recordAudit(tx, { ...(req ? { req } : { actor: 'processor' }), action: 'method_added', payer, data })
}

/** Notes the method of a payment when its payer asked for that and the gateway keeps it under the payer's own customer. */
export async function keepMethod(
  tx: Queryable,
  { row, payment }: { row: PaymentRow; payment: GatewayPayment },
): Promise<void> {
  const { method } = payment
  if (!row.saveMethod || !method?.customer || method.customer !== payment.customer) return
  await insertMethod(tx, method, { payer: row.payer, version: row.consentVersion ?? '1', login: row.loginId })
}
