'use client'

import { useDocumentInfo } from '@payloadcms/ui'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { NewPayerHint } from './NewPayerHint.tsx'
import { RecordBanner } from './RecordBanner.tsx'
import { lifeOf } from './recordState.ts'
import { SamePayerHint } from './SamePayerHint.tsx'
import { useRecordState } from './useRecordState.ts'

/** Above a payer's form: what became of the record, and which others look like the same payer. */
export function RecordPanel() {
  const { id } = useDocumentInfo()
  const { data: record } = useRecordState(id ?? null)
  return (
    <div className="ppa-record">
      <AdminStyles />
      {id === undefined ? <NewPayerHint /> : null}
      {record ? <RecordBanner record={record} /> : null}
      {record && lifeOf(record) === 'active' ? <SamePayerHint payer={record.id} /> : null}
    </div>
  )
}
