'use client'

import { Button, useModal, useSelection } from '@payloadcms/ui'
import { useState } from 'react'
import { BulkInviteDialog } from './BulkInviteDialog.tsx'
import { useChosenQuery } from './useChosenPayers.ts'

const SLUG = 'payers-bulk-invite'

/** Invites the rows that are ticked in the list of payers, after a question. */
export function BulkInvite() {
  const { count = 0 } = useSelection()
  const { openModal, isModalOpen } = useModal()
  const readQuery = useChosenQuery()
  const [chosen, setChosen] = useState({ query: '', count: 0 })
  const open = () => {
    setChosen({ query: readQuery(), count })
    openModal(SLUG)
  }
  return (
    <>
      <Button buttonStyle="secondary" size="small" margin={false} disabled={count === 0} onClick={open}>
        {count > 0 ? `Invite ${count} selected` : 'Invite selected'}
      </Button>
      {isModalOpen(SLUG) ? <BulkInviteDialog slug={SLUG} {...chosen} /> : null}
    </>
  )
}
