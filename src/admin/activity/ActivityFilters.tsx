'use client'

import type { ReactNode } from 'react'
import { AUDIT_KINDS } from '../../audit/auditKinds.ts'
import { Select } from '../fields/Select.tsx'
import { TextInput } from '../fields/TextInput.tsx'
import { type ActivityFilter, BY_OPTIONS } from './activityFilter.ts'

const KINDS = [
  { value: '', label: 'Everything' },
  ...Object.entries(AUDIT_KINDS)
    .map(([value, label]) => ({ value, label: label as string }))
    .sort((a, b) => a.label.localeCompare(b.label)),
]

type Props = { filter: ActivityFilter; onChange: (filter: ActivityFilter) => void; children?: ReactNode }

/** What to look for: a kind, who did it, and when. */
export function ActivityFilters({ filter, onChange, children }: Props) {
  const set = (part: Partial<ActivityFilter>) => onChange({ ...filter, ...part })
  return (
    <div className="ppa-fields ppa-fields--small">
      <Select label="What" options={KINDS} value={filter.kind} onChange={(kind) => set({ kind })} />
      <Select label="Who" options={BY_OPTIONS} value={filter.by} onChange={(by) => set({ by })} />
      <TextInput label="Staff user's email" type="search" value={filter.name} onChange={(name) => set({ name })} />
      <TextInput label="From" type="date" value={filter.from} onChange={(from) => set({ from })} />
      <TextInput label="To" type="date" value={filter.to} onChange={(to) => set({ to })} />
      {children}
    </div>
  )
}
