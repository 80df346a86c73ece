'use client'

import type { DefaultCellComponentProps } from 'payload'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import type { Association } from './association.ts'
import { RuleText } from './RuleText.tsx'

/** The rule of an association in words, in the list of associations. */
export function RuleCell({ rowData }: DefaultCellComponentProps) {
  return (
    <>
      <AdminStyles />
      <RuleText association={rowData as Association} />
    </>
  )
}
