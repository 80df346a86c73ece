import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { Action } from '../state/useAction.ts'
import { Button } from './Button.tsx'
import { ErrorNotice } from './Notice.tsx'

type ConfirmProps = {
  isOpen: boolean
  onClose: () => void
  title: string
  confirm: string
  keep?: string
  action: Pick<Action<[]>, 'run' | 'isPending' | 'error'>
  children: ReactNode
}

/** Asks before something that cannot be undone. Focus goes in, stays in, and comes back. */
export function ConfirmDialog({ isOpen, onClose, title, confirm, keep = 'Keep it', action, children }: ConfirmProps) {
  return (
    <ModalOverlay
      className="pp-overlay"
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable={!action.isPending}
    >
      <Modal className="pp-modal">
        <Dialog className="pp-dialog" role="alertdialog">
          <Heading slot="title" className="pp-dialog-title">
            {title}
          </Heading>
          <div className="pp-dialog-text">{children}</div>
          <ErrorNotice error={action.error} />
          <div className="pp-actions pp-actions-end">
            <Button onPress={onClose} isDisabled={action.isPending}>
              {keep}
            </Button>
            <Button look="danger" onPress={() => action.run()} isPending={action.isPending}>
              {confirm}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
