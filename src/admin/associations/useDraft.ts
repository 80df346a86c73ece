'use client'

import { useCallback, useMemo, useState } from 'react'
import { type Choices, DEFAULT_CHOICES } from './association.ts'
import { type RowSelection, useSelection } from './useSelection.ts'

/** What is ticked and chosen for new associations, before they are created. */
export type AssociationDraft = {
  selection: RowSelection
  choices: Choices
  setChoices: (choices: Choices) => void
  /** Forgets all of it. */
  discard: () => void
}

/** A draft that outlives the drawer: held where the drawer is opened, it is still there when it is opened again. */
export function useDraft(): AssociationDraft {
  const selection = useSelection()
  const [choices, setChoices] = useState<Choices>(DEFAULT_CHOICES)
  const { clear } = selection
  const discard = useCallback(() => {
    clear()
    setChoices(DEFAULT_CHOICES)
  }, [clear])
  return useMemo(() => ({ selection, choices, setChoices, discard }), [selection, choices, discard])
}
