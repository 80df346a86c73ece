import { createHash } from 'node:crypto'
import type { Queryable } from '../base/database.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import type { PaymentRow } from './readPaymentRow.ts'

type Notice = {
  payment: Pick<PaymentRow, 'id' | 'payer'>
  kind: 'receipt' | 'payment_failed'
  /** The movement that took money of it back, when the mail is about that: a refund, or one that did not arrive, or a return by the payer's bank. */
  undo?: number
}

// The owner's address stands on the record, with login access or without; who paid is told though the access has ended since.
const READ = `select p.email as owner, l.email as paid,
 coalesce((select array_agg(t.text order by t."order") from payers_texts t where t.parent_id = p.id and t.path = 'receiptEmails'), '{}') as further
 from payers p left join payer_portal_gateway_payments g on g.transaction_id = $2 left join payer_portal_logins l on l.id = g.login_id where p.id = $1`

type Row = { owner: string | null; paid: string | null; further: (string | null)[] }

const addresses = (emails: (string | null)[]): string[] =>
  emails.flatMap((email) => (email ? [email.trim().toLowerCase()] : []))

const keyOf = (email: string): string => createHash('sha256').update(email).digest('base64url').slice(0, 22)

/**
 * Tells about a payment, once for each thing that happens to it, with the caller's commit: the person who
 * paid, the owner of the payer and its further receipt addresses, one mail to each address. What goes to a
 * further address carries no way into the portal.
 */
export async function mailPayer(tx: Queryable, { payment, kind, undo }: Notice): Promise<void> {
  const values = [payment.payer, payment.id]
  const { rows } = await tx.query<Row>({ name: 'payment-mail-to', text: READ, values })
  const { owner = null, paid = null, further = [] } = rows[0] ?? {}
  const people = addresses([owner, paid])
  const transaction = undo ?? payment.id
  for (const recipient of new Set([...people, ...addresses(further)])) {
    const isFirst = recipient === people[0]
    await enqueueMail(tx, {
      kind,
      recipient,
      payer: payment.payer,
      data: { transaction, ...(people.includes(recipient) ? {} : { isCopy: true }) },
      dedupeKey: `${kind}:${transaction}${isFirst ? '' : `:${keyOf(recipient)}`}`,
    })
  }
}
