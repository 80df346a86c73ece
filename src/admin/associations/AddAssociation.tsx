'use client'

import { type ReactNode, useMemo } from 'react'
import { useDrawerFocus } from '../records/useDrawerFocus.ts'
import { AssociationChoices } from './AssociationChoices.tsx'
import type { Draft } from './association.ts'
import { SearchForm } from './SearchForm.tsx'
import { SearchResults } from './SearchResults.tsx'
import { SelectedRows } from './SelectedRows.tsx'
import { rowToDraft } from './searchRow.ts'
import { useConnectSearch } from './useConnectSearch.ts'
import type { AssociationDraft } from './useDraft.ts'

type Props = {
  /** Held outside of the drawer, which forgets what it shows when it closes. */
  draft: AssociationDraft
  severalSources: boolean
  /** What the drafts would do, inside the panel of the choices. */
  preview?: (drafts: readonly Draft[]) => ReactNode
  /** What is done with the drafts, at the foot. */
  controls: (drafts: readonly Draft[]) => ReactNode
}

/** Search, tick, choose; what is ticked stays whatever is searched next. */
export function AddAssociation({ draft, severalSources, preview, controls }: Props) {
  const connect = useConnectSearch()
  const { selection, choices, setChoices } = draft
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
          {preview?.(drafts)}
        </section>
      ) : null}
      {controls(drafts)}
    </div>
  )
}
