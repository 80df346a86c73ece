import { formatMoney } from '../../base/money.ts'
import type { PaymentRequest } from '../api/types.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import type { usePayment } from './usePayment.ts'

/** A payment whose answer was lost. Asking again repeats the very same request, which charges at most once. */
export function NotAnswered({ payment, request }: { payment: ReturnType<typeof usePayment>; request: PaymentRequest }) {
  return (
    <>
      <ErrorNotice error={payment.error} />
      <Notice
        tone="warn"
        title="We did not get an answer"
        actions={
          <Button look="primary" isPending={payment.repeat.isPending} onPress={() => payment.repeat.run()}>
            Check the payment of {formatMoney(request.amount, request.currency)}
          </Button>
        }
      >
        <p>Your payment may or may not have gone through. Checking it is safe: it is never charged twice.</p>
      </Notice>
    </>
  )
}
