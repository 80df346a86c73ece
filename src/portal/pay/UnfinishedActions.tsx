import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { Transaction } from '../api/types.ts'
import { Button } from '../parts/Button.tsx'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { Money } from '../parts/Money.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { focusHeading } from '../state/useRouteFocus.ts'
import { useNextAction } from './usePayment.ts'

type UnfinishedProps = { transaction: Transaction; onChange: () => void }

function useResume({ transaction, onChange }: UnfinishedProps) {
  const { client } = usePortal()
  const nextAction = useNextAction()
  const [, navigate] = useLocation()
  return useAction(async () => {
    const { clientSecret } = await client.resume(transaction.id)
    await nextAction(clientSecret)
    navigate(`/payments/${transaction.id}?check=1`)
    onChange()
  })
}

/** Goes on with a begun payment, or ends it. */
export function UnfinishedActions({ transaction, onChange }: UnfinishedProps) {
  const { client, announce } = usePortal()
  const [isAsking, setAsking] = useState(false)
  const [isEnded, setEnded] = useState(false)
  // Its buttons go away; only once the dialog is gone, which gives the focus back to one of them.
  useEffect(() => {
    if (isEnded) focusHeading()
  }, [isEnded])
  const resume = useResume({ transaction, onChange })
  const cancel = useAction(async () => {
    await client.cancel(transaction.id)
    setAsking(false)
    setEnded(true)
    announce('The payment is cancelled.')
    onChange()
  })
  return (
    <>
      <Button look="primary" isPending={resume.isPending} onPress={() => resume.run()}>
        Continue
      </Button>
      <Button isDisabled={resume.isPending} onPress={() => setAsking(true)}>
        Cancel payment
      </Button>
      <ErrorNotice error={resume.error} />
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Cancel this payment?"
        confirm="Cancel payment"
        keep="Go back"
        action={cancel}
      >
        <p>
          The payment of <Money amount={transaction.amount} currency={transaction.currency} /> ends, and the invoices
          can be paid again.
        </p>
      </ConfirmDialog>
    </>
  )
}
