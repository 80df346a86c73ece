'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { AssociationChoices } from './AssociationChoices.tsx'
import { DEFAULT_CHOICES } from './association.ts'
import { CreateControls } from './CreateControls.tsx'
import { DraftPreview } from './DraftPreview.tsx'
import { SearchForm } from './SearchForm.tsx'
import { SearchResults } from './SearchResults.tsx'
import { SelectedRows } from './SelectedRows.tsx'
import { rowToDraft } from './searchRow.ts'
import { useConnectSearch } from './useConnectSearch.ts'
import { useSelection } from './useSelection.ts'

type Props = {
  payer: number | string
  severalSources: boolean
  onCreated: () => Promise<void>
  onClose: () => void
}

/** Focus starts on the first control, and returns to where it was when the drawer closes. */
function useDrawerFocus() {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    // The drawer slides in: focus at once would scroll the page under it.
    const timer = setTimeout(() => box.current?.querySelector('select')?.focus({ preventScroll: true }), 50)
    return () => {
      clearTimeout(timer)
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return box
}

/** Search, tick, choose, see what it would do, create. */
export function AddAssociation({ payer, severalSources, onCreated, onClose }: Props) {
  const connect = useConnectSearch()
  const selection = useSelection()
  const [choices, setChoices] = useState(DEFAULT_CHOICES)
  const { rows } = selection
  const drafts = useMemo(
    () => rows.map((row) => rowToDraft(row, choices, severalSources)),
    [rows, choices, severalSources],
  )
  return (
    <div className="ppa-add" ref={useDrawerFocus()}>
      <SearchForm connect={connect} />
      <SearchResults connect={connect} selection={selection} showSource={severalSources} />
      {rows.length > 0 ? (
        <section className="ppa-panel" aria-label="The new associations">
          <SelectedRows selection={selection} />
          <AssociationChoices choices={choices} onChange={setChoices} />
          <DraftPreview payer={payer} drafts={drafts} />
        </section>
      ) : null}
      <CreateControls
        payer={payer}
        choices={choices}
        severalSources={severalSources}
        selection={selection}
        onCreated={onCreated}
        onClose={onClose}
      />
    </div>
  )
}
