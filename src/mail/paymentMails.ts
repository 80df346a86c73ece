import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { dateText } from '../base/dateText.ts'
import { formatMoney, readAmount } from '../base/money.ts'
import { portalOptions } from '../options/portalOptions.ts'
import type { Firm, MailContent } from './mailLayout.ts'

type Row = {
  reference: string
  kind: string
  amount: string
  currency: string
  at: Date
  type: string | null
  brand: string | null
  last4: string | null
  allocations: { number: string | null; amount: string }[]
}

// Only the transaction's own snapshot: a later edit of an invoice does not change a receipt.
const READ = `select t.reference, t.kind::text, t.amount::text, t.currency, coalesce(t.settled_at, t.created_at) as at,
 t.method_type as type, t.method_brand as brand, t.method_last4 as last4,
 coalesce((select json_agg(json_build_object('number', l.line ->> 'invoiceNumber', 'amount', l.line ->> 'amount') order by l.place)
  from jsonb_array_elements(t.receipt_lines) with ordinality as l(line, place)),
  (select json_agg(json_build_object('number', a.invoice_number, 'amount', a.amount::text) order by a._order)
  from transactions_allocations a where a._parent_id = t.id), '[]') as allocations
 from transactions t where t.id = $1`

async function readTransaction(payload: Payload, id: unknown): Promise<Row> {
  const { rows } = await poolOf(payload).query<Row>(READ, [Number(id)])
  const row = rows[0]
  if (!row) throw new Error(`The mail's transaction ${String(id)} does not exist.`)
  return row
}

function methodName({ type, brand, last4 }: Row): string {
  const name = (brand ?? type ?? '').replaceAll('_', ' ')
  const shown = name ? name.charAt(0).toUpperCase() + name.slice(1) : 'Payment method'
  return last4 ? `${shown} ending in ${last4}` : shown
}

function facts(payload: Payload, { row, method }: { row: Row; method: string }): [string, string][] {
  const { currency } = row
  return [
    ['Reference', row.reference],
    ['Date', dateText(dateIn(portalOptions(payload).timeZone, row.at)) ?? ''],
    [method, methodName(row)],
    ...row.allocations.map(({ number, amount }): [string, string] => [
      `Invoice ${number ?? ''}`.trim(),
      formatMoney(readAmount(amount), currency),
    ]),
    ['Total', formatMoney(readAmount(row.amount), currency)],
  ]
}

type Args = { payload: Payload; firm: Firm; data: Record<string, unknown>; custom: MailContent['custom'] }

/** Whoever has only this address of the payer's list gets the facts and no way into the portal. */
const COPY = { notes: ['This address was named to receive receipts and notices of payments.'] }

function received({ firm, data, custom }: Args, row: Row): Pick<MailContent, 'subject' | 'paragraphs' | 'custom'> {
  if (row.kind === 'refund')
    return {
      subject: `Refund ${row.reference} from ${firm.name}`,
      paragraphs: [`${firm.name} has refunded this amount. It may take some days until your bank shows it.`],
    }
  return {
    subject: `Receipt ${row.reference} from ${firm.name}`,
    paragraphs: [data.isCopy ? `${firm.name} received this payment.` : 'Thank you for your payment.'],
    ...(custom ? { custom } : {}),
  }
}

/** The receipt of a payment or the notice of a refund, from what the transaction recorded. */
export async function receiptMail(args: Args): Promise<MailContent> {
  const { payload, firm, data } = args
  const row = await readTransaction(payload, data.transaction)
  return {
    ...received(args, row),
    rows: facts(payload, { row, method: row.kind === 'refund' ? 'Goes back to' : 'Paid with' }),
    ...(data.isCopy ? COPY : { link: { label: 'See your payments', url: `${firm.portalUrl}/payments` } }),
  }
}

const payAgain = (data: Args['data']): string[] =>
  data.isCopy ? [] : ['You can pay them with another method in the portal.']

function failed({ firm, data }: Args, { kind, reference }: Row): Pick<MailContent, 'subject' | 'paragraphs'> {
  if (kind === 'refund')
    return {
      subject: `Refund ${reference} from ${firm.name} did not arrive`,
      paragraphs: [
        `The bank did not take this refund, of which we told you before. The money is with ${firm.name} again, who will get in touch about another way.`,
      ],
    }
  if (kind === 'return')
    return {
      subject: `Your bank returned a payment to ${firm.name} (${reference})`,
      paragraphs: [
        'Your bank took this payment back after it had gone through. What it paid is open again.',
        ...payAgain(data),
      ],
    }
  return {
    subject: `Your payment ${reference} to ${firm.name} did not go through`,
    paragraphs: ['Your payment did not go through, and the invoices are open again.', ...payAgain(data)],
  }
}

/** The notice that a payment, or a refund that the payer was told of, did not go through. */
export async function paymentFailedMail(args: Args): Promise<MailContent> {
  const { payload, firm, data } = args
  const row = await readTransaction(payload, data.transaction)
  return {
    ...failed(args, row),
    rows: facts(payload, { row, method: 'Payment method' }),
    ...(data.isCopy ? COPY : { link: { label: 'Open the portal', url: firm.portalUrl } }),
  }
}
