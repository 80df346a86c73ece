'use client'

import { Button, Modal, useModal } from '@payloadcms/ui'
import { type FormEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { useOnce } from '../api/useOnce.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'

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

/** Focus starts on the first field, else on Cancel, and returns to where it was. */
function useDialogFocus() {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const before = document.activeElement
    const first = form.current?.querySelector<HTMLElement>('input, select, textarea, [data-cancel]')
    first?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return form
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
  const form = useDialogFocus()
  const headingId = useId()
  const submit = (event: FormEvent) => {
    // The dialog stands inside the document's own form as far as React's events go.
    event.preventDefault()
    event.stopPropagation()
    if (canConfirm) void run()
  }
  return (
    <Modal slug={slug} className="ppa-dialog" closeOnBlur={false} aria-labelledby={headingId}>
      <AdminStyles />
      <form ref={form} className="ppa-dialog__box" onSubmit={submit} noValidate>
        <h2 id={headingId}>{heading}</h2>
        <div className="ppa-dialog__body">{children}</div>
        <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
        <div className="ppa-dialog__controls">
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
        </div>
      </form>
    </Modal>
  )
}

/** Asks before something is done, says why when it fails, and sends once however often it is clicked. */
export function ActionDialog(props: Props) {
  const { isModalOpen } = useModal()
  return isModalOpen(props.slug) ? <OpenDialog {...props} /> : null
}
