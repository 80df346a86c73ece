'use client'

import { toast, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useCallback, useState } from 'react'
import { minorToDecimal } from '../../base/money.ts'
import { type AdminApi, useAdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { TextInput } from '../fields/TextInput.tsx'
import type { Transaction } from '../history/transaction.ts'
import { moneyText } from '../money/moneyText.ts'
import { type Refundable, type RefundView, readRefund, refundableOf, refundBody } from './refundable.ts'

type Props = { slug: string; payment: Transaction }

const NOTHING: RefundView = { lines: [], refundedAmount: 0 }

/** What is left of the payment per invoice, as the server has it now. */
function useRefundable({ id }: Transaction) {
  const load = useCallback(
    async (api: AdminApi, signal: AbortSignal): Promise<RefundView> => {
      const at = encodeURIComponent(String(id))
      const [now, refunds] = await Promise.all([
        api<Transaction>(`/transactions/${at}?depth=0`, { signal }),
        api<{ docs: Transaction[] }>(
          `/transactions?where[original][equals]=${at}&where[kind][equals]=refund&depth=0&limit=500`,
          { signal },
        ),
      ])
      return { lines: refundableOf(now, refunds.docs), refundedAmount: now.refundedAmount ?? 0 }
    },
    [id],
  )
  return useLoaded(load)
}

function useRefund({ payment }: Props) {
  const api = useAdminApi()
  const router = useRouter()
  const view = useRefundable(payment)
  // One dialog, one refund: however often its request goes out, the server makes it once.
  const [key] = useState(() => crypto.randomUUID())
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const { currency } = payment
  const shown = view.data ?? NOTHING
  const textOf = (line: Refundable) => texts[line.invoice] ?? minorToDecimal(line.left, currency)
  const amounts = shown.lines.map((line) => readRefund(textOf(line), line, currency))
  const body = refundBody(shown, amounts)
  const confirm = async () => {
    const path = `/transactions/${encodeURIComponent(String(payment.id))}/refund`
    await api(path, { method: 'POST', body, headers: { 'Idempotency-Key': key } })
    toast.success(`${moneyText(body?.amount, currency)} is being refunded.`)
    router.refresh()
  }
  const change = (line: Refundable, text: string) => setTexts({ ...texts, [line.invoice]: text })
  return { view, lines: shown.lines, textOf, amounts, body, confirm, change }
}

function OpenRefund({ slug, payment }: Props) {
  const { view, lines, textOf, amounts, body, confirm, change } = useRefund({ slug, payment })
  const { currency } = payment
  return (
    <ActionDialog
      slug={slug}
      heading={`Refund payment ${payment.reference}`}
      confirmLabel={body ? `Refund ${moneyText(body.amount, currency)}` : 'Refund'}
      tone="danger"
      canConfirm={body !== null}
      onConfirm={confirm}
    >
      <p>
        The money goes back to the payer’s payment method. The invoice becomes payable again when the billing system’s
        own balance rises.
      </p>
      {view.error ? <p className="ppa-error">{view.error}</p> : null}
      {!view.data && !view.error ? <p className="ppa-muted">Loading …</p> : null}
      {lines.map((line, at) => (
        <TextInput
          key={line.invoice}
          label={`Amount for invoice ${line.label} (${currency.toUpperCase()})`}
          inputMode="decimal"
          value={textOf(line)}
          hint={`${moneyText(line.left, currency)} can be refunded.`}
          error={typeof amounts[at] === 'string' ? amounts[at] : null}
          onChange={(text) => change(line, text)}
        />
      ))}
    </ActionDialog>
  )
}

/** Asks how much goes back, per invoice when the payment was over several. Each opening is one refund. */
export function RefundDialog(props: Props) {
  return useModal().isModalOpen(props.slug) ? <OpenRefund {...props} /> : null
}
