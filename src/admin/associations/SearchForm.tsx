'use client'

import { Button } from '@payloadcms/ui'
import { useState } from 'react'
import { Select } from '../fields/Select.tsx'
import { TextInput } from '../fields/TextInput.tsx'
import { type ConditionField, FIELD_LABELS } from './association.ts'
import type { ConnectSearch } from './useConnectSearch.ts'

const ORDER: readonly ConditionField[] = [
  'clientName',
  'clientNumber',
  'matterNumber',
  'matterDescription',
  'invoiceNumber',
]
const OPTIONS = ORDER.map((value) => ({ value, label: FIELD_LABELS[value] }))

/** *Search By* one of the five fields. Enter searches too. */
export function SearchForm({ connect }: { connect: ConnectSearch }) {
  const [by, setBy] = useState<ConditionField>('clientName')
  const [q, setQ] = useState('')
  const search = () => {
    if (q.trim() !== '') void connect.search({ by, q, filters: {}, page: 1 })
  }
  return (
    <search className="ppa-search">
      <Select label="Search By" options={OPTIONS} value={by} onChange={setBy} />
      <TextInput label="Search text" type="search" value={q} onChange={setQ} onEnter={search} />
      <Button margin={false} disabled={q.trim() === ''} onClick={search}>
        Search
      </Button>
    </search>
  )
}
