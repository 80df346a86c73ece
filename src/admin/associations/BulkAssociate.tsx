'use client'

import { Button, useModal, useSelection } from '@payloadcms/ui'
import { useState } from 'react'
import { useLoaded } from '../api/useLoaded.ts'
import { NamedDrawer } from '../dialog/NamedDrawer.tsx'
import { LoadState } from '../parts/LoadState.tsx'
import { useChosenQuery, useReadChosen } from '../payers/useChosenPayers.ts'
import { AddAssociation } from './AddAssociation.tsx'
import { BulkControls } from './BulkControls.tsx'
import { type AssociationDraft, useDraft } from './useDraft.ts'

const SLUG = 'payers-bulk-associate'

type Chosen = { query: string; draft: AssociationDraft; severalSources: boolean }

function ForChosen({ query, draft, severalSources }: Chosen) {
  const { closeModal } = useModal()
  const { data: payers, error } = useLoaded(useReadChosen(query))
  if (!payers) return <LoadState data={payers} error={error} />
  const onClose = () => {
    draft.discard()
    closeModal(SLUG)
  }
  return (
    <AddAssociation
      draft={draft}
      severalSources={severalSources}
      controls={(drafts) => <BulkControls payers={payers} drafts={drafts} onClose={onClose} />}
    />
  )
}

/** Gives the rows that are ticked in the list of payers the same associations. */
export function BulkAssociate({ severalSources }: Pick<Chosen, 'severalSources'>) {
  const { count = 0 } = useSelection()
  const { openModal, isModalOpen } = useModal()
  const readQuery = useChosenQuery()
  const [query, setQuery] = useState('')
  const draft = useDraft()
  const open = () => {
    setQuery(readQuery())
    openModal(SLUG)
  }
  return (
    <>
      <Button buttonStyle="secondary" size="small" margin={false} disabled={count === 0} onClick={open}>
        {count > 0 ? `Add associations to ${count} selected` : 'Add associations to selected'}
      </Button>
      {isModalOpen(SLUG) ? (
        <NamedDrawer slug={SLUG} title="Add associations to several payers">
          <ForChosen query={query} draft={draft} severalSources={severalSources} />
        </NamedDrawer>
      ) : null}
    </>
  )
}
