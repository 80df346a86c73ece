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
import { type Refundable, readRefund, refundableOf, refundBody } from './refundable.ts'

type Props = { slug: string; payment: Transaction }

/** What is left of the payment per invoice, as the server has it now. */
function useRefundable(payment: Transaction, isOpen: boolean) {
  const { id } = payment
  const load = useCallback(
    async (api: AdminApi, signal: AbortSignal) => {
      const at = encodeURIComponent(String(id))
      const [now, refunds] = await Promise.all([
        api<Transaction>(`/transactions/${at}?depth=0`, { signal }),
        api<{ docs: Transaction[] }>(
          `/transactions?where[original][equals]=${at}&where[kind][equals]=refund&depth=0&limit=500`,
          { signal },
        ),
      ])
      return refundableOf(now, refunds.docs)
    },
    [id],
  )
  return useLoaded(isOpen ? load : null)
}

function useRefund({ slug, payment }: Props) {
  const api = useAdminApi()
  const router = useRouter()
  const lines = useRefundable(payment, useModal().isModalOpen(slug))
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const { currency } = payment
  const shown = lines.data ?? []
  const textOf = (line: Refundable) => texts[line.invoice] ?? minorToDecimal(line.left, currency)
  const amounts = shown.map((line) => readRefund(textOf(line), line, currency))
  const body = refundBody(shown, amounts)
  const confirm = async () => {
    await api(`/transactions/${encodeURIComponent(String(payment.id))}/refund`, { method: 'POST', body })
    toast.success(`${moneyText(body?.amount, currency)} is being refunded.`)
    setTexts({})
    router.refresh()
  }
  const change = (line: Refundable, text: string) => setTexts({ ...texts, [line.invoice]: text })
  return { lines, shown, textOf, amounts, body, confirm, change }
}

/** Asks how much goes back, per invoice when the payment was over several. */
export function RefundDialog({ slug, payment }: Props) {
  const { lines, shown, textOf, amounts, body, confirm, change } = useRefund({ slug, payment })
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
      {lines.error ? <p className="ppa-error">{lines.error}</p> : null}
      {!lines.data && !lines.error ? <p className="ppa-muted">Loading …</p> : null}
      {shown.map((line, at) => (
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
