'use client'

import { Pill } from '@payloadcms/ui'
import type { DefaultCellComponentProps } from 'payload'

/** Whether mails to a payer come back, in the list of payers, with the reason. */
export function MailProblemCell({ cellData }: DefaultCellComponentProps) {
  if (typeof cellData !== 'string' || cellData === '') return <span>—</span>
  return (
    <span title={cellData}>
      <Pill size="small" pillStyle="error">
        Come back
      </Pill>{' '}
      {cellData.length > 60 ? `${cellData.slice(0, 60)} …` : cellData}
    </span>
  )
}
