import type { PayloadRequest } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { refuseFrozenMethods } from '../../login/emailChange/refuseFrozenMethods.ts'
import type { PayingPayer } from '../PaymentRequest.ts'
import { readConsentVersion } from '../readConsentVersion.ts'
import { findMethod, type PaymentMethodDoc } from './listMethods.ts'
import { lockMethods } from './lockMethods.ts'

type Args = {
  req: PayloadRequest
  payer: PayingPayer
  method: number
  change: { isDefault: boolean; consents: boolean }
}

type One = Pick<Args, 'req' | 'payer' | 'method'>

async function makeDefault(tx: Queryable, { req, payer, method }: One): Promise<void> {
  await tx.query({
    name: 'method-no-default',
    text: 'update payer_portal_payment_methods set is_default = false where payer_id = $1 and is_default and id <> $2',
    values: [payer.id, method],
  })
  const { rowCount } = await tx.query({
    name: 'method-default',
    text: 'update payer_portal_payment_methods set is_default = true where payer_id = $1 and id = $2 and not is_default',
    values: [payer.id, method],
  })
  if (rowCount) await recordAudit(tx, { req, action: 'method_default', payer: payer.id, data: { method } })
}

async function consent(tx: Queryable, { req, payer, method }: One): Promise<void> {
  const version = await readConsentVersion(tx)
  await tx.query({
    name: 'method-consents',
    text: 'update payer_portal_payment_methods set consent_login_id = $3, consent_version = $4, consent_at = now() where payer_id = $1 and id = $2',
    values: [payer.id, method, payer.loginId, version],
  })
  const data = { method, version, login: payer.loginId }
  await recordAudit(tx, { req, action: 'method_consented', payer: payer.id, data })
}

/** Makes an own method the default, or records this person's consent to it. Throws `payment_method_not_found`, `payment_methods_frozen`. */
export function changeMethod({ req, payer, method, change }: Args): Promise<PaymentMethodDoc> {
  return withTransaction(req.payload, async (tx) => {
    await lockMethods(tx, payer.id)
    const owner = { payer: payer.id, login: payer.loginId, id: method }
    if (!(await findMethod(tx, owner))) throw new PortalError('payment_method_not_found')
    await refuseFrozenMethods(tx, payer.id)
    if (change.isDefault) await makeDefault(tx, { req, payer, method })
    if (change.consents) await consent(tx, { req, payer, method })
    const changed = await findMethod(tx, owner)
    if (!changed) throw new PortalError('payment_method_not_found')
    return changed
  })
}
