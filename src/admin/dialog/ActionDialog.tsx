'use client'

import { Button, useModal } from '@payloadcms/ui'
import { type ReactNode, useCallback, useState } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { useOnce } from '../api/useOnce.ts'
import { DialogBox } from './DialogBox.tsx'

type Props = {
  slug: string
  heading: string
  children: ReactNode
  confirmLabel: string
  /** `danger` is red, `info` blue. */
  tone?: 'plain' | 'danger' | 'info'
  canConfirm?: boolean
  /** The dialog closes when it resolves, and shows the message when it rejects. */
  onConfirm: () => Promise<void>
}

function useConfirm({ slug, onConfirm }: Pick<Props, 'slug' | 'onConfirm'>) {
  const { closeModal } = useModal()
  const [error, setError] = useState<string | null>(null)
  const confirm = useCallback(async () => {
    setError(null)
    try {
      await onConfirm()
      closeModal(slug)
    } catch (failure) {
      setError(errorMessage(failure))
    }
  }, [closeModal, onConfirm, slug])
  return { ...useOnce(confirm), error }
}

function OpenDialog({ slug, heading, children, confirmLabel, tone = 'plain', canConfirm = true, onConfirm }: Props) {
  const { closeModal } = useModal()
  const { run, isBusy, error } = useConfirm({ slug, onConfirm })
  const controls = (
    <>
      <Button
        buttonStyle="secondary"
        margin={false}
        disabled={isBusy}
        extraButtonProps={{ 'data-cancel': true }}
        onClick={() => closeModal(slug)}
      >
        Cancel
      </Button>
      <Button type="submit" margin={false} className={`ppa-${tone}`} disabled={isBusy || !canConfirm}>
        {isBusy ? 'One moment …' : confirmLabel}
      </Button>
    </>
  )
  return (
    <DialogBox slug={slug} heading={heading} controls={controls} onSubmit={() => canConfirm && void run()}>
      {children}
      <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
    </DialogBox>
  )
}

/** Asks before something is done, says why when it fails, and sends once however often it is clicked. */
export function ActionDialog(props: Props) {
  const { isModalOpen } = useModal()
  return isModalOpen(props.slug) ? <OpenDialog {...props} /> : null
}
