'use client'

import { Pill } from '@payloadcms/ui'
import type { DefaultCellComponentProps } from 'payload'

/** Login access in the list of payers. */
export function LoginAccessCell({ rowData }: DefaultCellComponentProps) {
  const isOn = rowData?.loginAccess === true
  return (
    <Pill size="small" pillStyle={isOn ? 'success' : 'light-gray'}>
      {isOn ? 'On' : 'Off'}
    </Pill>
  )
}
