'use client'

import { useListQuery } from '@payloadcms/ui'
import { useState } from 'react'
import { TextInput } from '../fields/TextInput.tsx'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { ActivityFilters } from './ActivityFilters.tsx'
import { type ActivityFilter, activityConditions, NO_FILTER, toWhere } from './activityFilter.ts'

/** Above the audit log: what to look for, in words. The list's own filter shows the same as conditions. */
export function AuditFilters() {
  const { handleWhereChange } = useListQuery()
  const [payer, setPayer] = useState('')
  const [filter, setFilter] = useState<ActivityFilter>(NO_FILTER)
  const ask = (next: { filter: ActivityFilter; payer: string }) => {
    setFilter(next.filter)
    setPayer(next.payer)
    const conditions = activityConditions(next.filter, /^[1-9]\d{0,8}$/.test(next.payer) ? next.payer : undefined)
    void handleWhereChange?.(toWhere(conditions))
  }
  return (
    <div className="ppa-tab">
      <AdminStyles />
      <ActivityFilters filter={filter} onChange={(next) => ask({ filter: next, payer })}>
        <TextInput
          label="Payer number"
          type="search"
          value={payer}
          onChange={(next) => ask({ filter, payer: next.trim() })}
        />
      </ActivityFilters>
    </div>
  )
}
