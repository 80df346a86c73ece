'use client'

import { Select } from '../fields/Select.tsx'
import { TextInput } from '../fields/TextInput.tsx'
import { type PostingFilterTexts, STATE_WORDS } from './posting.ts'

export type Named = { value: string; label: string }
type Props = {
  filter: PostingFilterTexts
  onChange: (filter: PostingFilterTexts) => void
  accounts: readonly Named[]
  sources: readonly Named[]
}

const ALL = { value: '', label: 'All' }
const STATES = [ALL, ...Object.entries(STATE_WORDS).map(([value, label]) => ({ value, label }))]

/** Which postings to show. */
export function PostingFilters({ filter, onChange, accounts, sources }: Props) {
  const set = (part: Partial<PostingFilterTexts>) => onChange({ ...filter, ...part })
  return (
    <search className="ppa-fields ppa-fields--small" aria-label="Filter the postings">
      <TextInput label="Reference, invoice or payer" type="search" value={filter.q} onChange={(q) => set({ q })} />
      <Select label="State" options={STATES} value={filter.status} onChange={(status) => set({ status })} />
      <Select
        label="Merchant account"
        options={[ALL, ...accounts]}
        value={filter.account}
        onChange={(account) => set({ account })}
      />
      {sources.length > 1 ? (
        <Select
          label="Billing source"
          options={[ALL, ...sources]}
          value={filter.source}
          onChange={(source) => set({ source })}
        />
      ) : null}
      <TextInput label="Paid from" type="date" value={filter.from} onChange={(from) => set({ from })} />
      <TextInput label="Paid to" type="date" value={filter.to} onChange={(to) => set({ to })} />
      <TextInput label="Payer number" type="search" value={filter.payer} onChange={(payer) => set({ payer })} />
    </search>
  )
}
