import type { Transaction } from '../api/types.ts'
import { isLostRefund, isUnfinished } from '../logic/transactionState.ts'
import { LinkButton } from '../parts/Button.tsx'
import { Money } from '../parts/Money.tsx'
import { Notice } from '../parts/Notice.tsx'
import { PdfLink } from '../parts/PdfLink.tsx'
import { UnfinishedActions } from '../pay/UnfinishedActions.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'

function ReceiptLink({ transaction }: { transaction: Transaction }) {
  const { client } = usePortal()
  return <PdfLink href={client.receiptPdfUrl(transaction.id)} label="Receipt as PDF" />
}

function RefundText({ transaction }: { transaction: Transaction }) {
  const { settings } = usePortal()
  const firm = <bdi>{settings.firmName}</bdi>
  const money = <Money amount={transaction.amount} currency={transaction.currency} />
  if (isLostRefund(transaction))
    return (
      <p>
        The bank did not take {money} that {firm} had sent back. The money is with {firm} again, who will get in touch
        about another way.
      </p>
    )
  return (
    <p>
      {firm} has sent back {money}. It may take some days until your bank shows it.
    </p>
  )
}

function Refunded({ transaction }: { transaction: Transaction }) {
  const { client } = usePortal()
  const isLost = isLostRefund(transaction)
  return (
    <Notice
      tone={isLost ? 'bad' : 'info'}
      title={isLost ? 'The refund did not arrive' : 'Refunded'}
      actions={
        <>
          <PdfLink href={client.receiptPdfUrl(transaction.id)} label="Refund as PDF" />
          {transaction.original && (
            <LinkButton href={`/payments/${transaction.original}`} look="quiet">
              See the payment
            </LinkButton>
          )}
        </>
      }
    >
      <RefundText transaction={transaction} />
    </Notice>
  )
}

function Succeeded({ transaction }: { transaction: Transaction }) {
  const { settings } = usePortal()
  return (
    <Notice
      tone="good"
      title="Payment received"
      actions={
        <>
          <ReceiptLink transaction={transaction} />
          <LinkButton href="/" look="quiet">
            Back to your invoices
          </LinkButton>
        </>
      }
    >
      <p>
        Thank you. <bdi>{settings.firmName}</bdi> has received{' '}
        <Money amount={transaction.amount} currency={transaction.currency} />. A receipt is on its way to you by mail.
      </p>
      {(transaction.refundedAmount ?? 0) > 0 && (
        <p>
          <Money amount={transaction.refundedAmount ?? 0} currency={transaction.currency} /> of it was refunded.
        </p>
      )}
      {transaction.held && <p>The firm will get in touch about how it is applied.</p>}
    </Notice>
  )
}

function Failed({ transaction }: { transaction: Transaction }) {
  const { canPay } = useAbilities()
  return (
    <Notice
      tone="bad"
      title="The payment was declined"
      actions={
        canPay && (
          <LinkButton href="/" look="primary">
            Choose invoices and try again
          </LinkButton>
        )
      }
    >
      <p>
        {transaction.failure?.message ?? 'Please try another payment method or call your bank.'} Nothing was charged.
      </p>
    </Notice>
  )
}

function Open({ transaction, onChange }: { transaction: Transaction; onChange: () => void }) {
  const { canPay } = useAbilities()
  return (
    <Notice
      tone="warn"
      title="This payment is not finished"
      actions={canPay && <UnfinishedActions transaction={transaction} onChange={onChange} />}
    >
      <p>
        {canPay
          ? 'Your bank may still ask you to confirm it. You can continue, or cancel it: then nothing is charged.'
          : 'The bank may still ask to confirm it. Until then nothing is charged.'}
      </p>
    </Notice>
  )
}

/** How a payment stands, in one look, and what can be done now. */
export function TransactionHero({
  transaction,
  isChecking,
  onChange,
}: {
  transaction: Transaction
  isChecking: boolean
  onChange: () => void
}) {
  if (transaction.kind === 'refund' && transaction.status === 'succeeded') return <Refunded transaction={transaction} />
  if (transaction.kind !== 'payment') return null
  if (isChecking)
    return (
      <Notice tone="info" title="Checking with your bank">
        <p>This takes a moment. Please leave this page open.</p>
      </Notice>
    )
  if (isUnfinished(transaction)) return <Open transaction={transaction} onChange={onChange} />
  if (transaction.status === 'succeeded') return <Succeeded transaction={transaction} />
  if (transaction.status === 'failed') return <Failed transaction={transaction} />
  if (transaction.status === 'canceled')
    return (
      <Notice tone="neutral" title="This payment was cancelled">
        <p>Nothing was charged.</p>
      </Notice>
    )
  return (
    <Notice
      tone="info"
      title="Your payment is being processed"
      actions={
        <LinkButton href="/" look="quiet">
          Back to your invoices
        </LinkButton>
      }
    >
      <p>
        A bank payment takes up to four business days. We mail you a receipt when it has arrived, and tell you if it
        does not.
      </p>
    </Notice>
  )
}
