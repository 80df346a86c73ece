'use client'

import { Button, useDocumentInfo, useModal } from '@payloadcms/ui'
import { useStaffMay } from '../api/useStaffMay.ts'
import type { Transaction } from '../history/transaction.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { RefundDialog } from './RefundDialog.tsx'
import { isRefundable } from './refundable.ts'

/** What staff can do about a transaction: refund a payment that succeeded. */
export function TransactionActions() {
  const { id, data } = useDocumentInfo()
  const { openModal } = useModal()
  const mayRefund = useStaffMay()('payments.refund')
  if (id === undefined || !data || !mayRefund || !isRefundable(data)) return null
  const slug = `refund-${id}`
  return (
    <>
      <AdminStyles />
      <Button className="ppa-danger" margin={false} onClick={() => openModal(slug)}>
        Refund
      </Button>
      <RefundDialog slug={slug} payment={{ ...(data as Transaction), id }} />
    </>
  )
}
