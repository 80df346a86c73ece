import type { Queryable } from '../../base/database.ts'

/** A kept method as its payer sees it: our id, never the gateway's. */
export type PaymentMethodDoc = {
  id: number
  type: string
  brand: string | null
  last4: string | null
  expMonth: number | null
  expYear: number | null
  isDefault: boolean
  /** Another person consented to it: it can be used after this person's consent. */
  needsConsent: boolean
  createdAt: Date
}

const SELECT = `select id, type, brand, last4, exp_month as "expMonth", exp_year as "expYear", is_default as "isDefault",
    (consent_login_id is distinct from $2::int) as "needsConsent", created_at as "createdAt"
  from payer_portal_payment_methods where payer_id = $1 and removed_at is null`

type Owner = { payer: number; login: number }

/** The payer's own methods, the default one first. */
export async function listMethods(tx: Queryable, { payer, login }: Owner): Promise<PaymentMethodDoc[]> {
  const { rows } = await tx.query<PaymentMethodDoc>({
    name: 'methods-list',
    text: `${SELECT} order by is_default desc, id desc`,
    values: [payer, login],
  })
  return rows
}

/** One of the payer's own methods, by our id or by the gateway's; null for anybody else's. */
export async function findMethod(
  tx: Queryable,
  { payer, login, ...by }: Owner & ({ id: number } | { gatewayId: string }),
): Promise<PaymentMethodDoc | null> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['gateway_id', by.gatewayId]
  const { rows } = await tx.query<PaymentMethodDoc>({
    name: `methods-by-${column}`,
    text: `${SELECT} and ${column} = $3`,
    values: [payer, login, value],
  })
  return rows[0] ?? null
}
