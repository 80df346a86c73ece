import type { Queryable } from '../base/database.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import type { PaymentRow } from './readPaymentRow.ts'

type Notice = {
  payment: Pick<PaymentRow, 'id' | 'payer'>
  kind: 'receipt' | 'payment_failed'
  /** The movement by which the payer's bank took the money back after it had arrived. */
  takenBack?: number
}

/** Tells the payer about a payment, once for each thing that happens to it, with the caller's commit. */
export async function mailPayer(tx: Queryable, { payment, kind, takenBack }: Notice): Promise<void> {
  const { rows } = await tx.query<{ email: string }>({
    name: 'payment-payer-email',
    text: 'select email from payers where id = $1',
    values: [payment.payer],
  })
  if (!rows[0]) return
  await enqueueMail(tx, {
    kind,
    recipient: rows[0].email,
    payer: payment.payer,
    data: { transaction: takenBack ?? payment.id },
    dedupeKey: `${kind}:${takenBack ?? payment.id}`,
  })
}
