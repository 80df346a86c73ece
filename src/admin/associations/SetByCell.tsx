'use client'

import type { DefaultCellComponentProps } from 'payload'
import type { Association } from './association.ts'
import { SetBy } from './SetBy.tsx'

/** Who set an association and when, in the list of associations. */
export function SetByCell({ rowData }: DefaultCellComponentProps) {
  return <SetBy association={rowData as Association} />
}
