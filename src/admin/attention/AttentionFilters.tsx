'use client'

import { Select } from '../fields/Select.tsx'
import { type AttentionFilter, KIND_OPTIONS, STATE_OPTIONS } from './attentionItem.ts'

const OWNERS = [
  { value: '', label: 'Anybody' },
  { value: 'me', label: 'Mine' },
  { value: 'nobody', label: 'Nobody’s' },
]

type Props = { filter: AttentionFilter; onChange: (filter: AttentionFilter) => void }

/** How it stands, what it is about, whose it is. */
export function AttentionFilters({ filter, onChange }: Props) {
  const set = (part: Partial<AttentionFilter>) => onChange({ ...filter, ...part })
  return (
    <div className="ppa-fields ppa-fields--small">
      <Select label="How it stands" options={STATE_OPTIONS} value={filter.state} onChange={(state) => set({ state })} />
      <Select label="What" options={KIND_OPTIONS} value={filter.kind} onChange={(kind) => set({ kind })} />
      <Select label="Whose" options={OWNERS} value={filter.owner} onChange={(owner) => set({ owner })} />
    </div>
  )
}
