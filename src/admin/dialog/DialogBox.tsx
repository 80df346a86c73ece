'use client'

import { Modal } from '@payloadcms/ui'
import { type FormEvent, type ReactNode, type RefObject, useEffect, useId, useRef } from 'react'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { useEscape } from './useEscape.ts'

type Props = {
  slug: string
  heading: string
  children: ReactNode
  /** The buttons at the foot; the one marked `data-cancel` has the focus first when there is no field. */
  controls: ReactNode
  onSubmit: () => void
  /** What Escape does instead of closing the dialog. */
  onEscape?: (() => void) | null
}

/** Focus starts on the first field, else on Cancel, and returns to where it was. */
function useDialogFocus(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const before = document.activeElement
    const first = form.current?.querySelector<HTMLElement>('input, select, textarea, [data-cancel]')
    first?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [form])
}

/** A dialog over the page, with a heading and buttons. Mount it while it is open. */
export function DialogBox({ slug, heading, children, controls, onSubmit, onEscape = null }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const headingId = useId()
  useDialogFocus(form)
  useEscape(form, onEscape, { dialog: true })
  const submit = (event: FormEvent) => {
    // The dialog stands inside the document's own form as far as React's events go.
    event.preventDefault()
    event.stopPropagation()
    onSubmit()
  }
  return (
    <Modal slug={slug} className="ppa-dialog" closeOnBlur={false} aria-labelledby={headingId}>
      <AdminStyles />
      <form ref={form} className="ppa-dialog__box" onSubmit={submit} noValidate>
        <h2 id={headingId}>{heading}</h2>
        <div className="ppa-dialog__body">{children}</div>
        <div className="ppa-dialog__controls">{controls}</div>
      </form>
    </Modal>
  )
}
