'use client'

import type { DefaultCellComponentProps } from 'payload'

/** The last day of an association, in the list of associations. */
export function EndsOnCell({ cellData }: DefaultCellComponentProps) {
  return <span>{typeof cellData === 'string' && cellData !== '' ? cellData : 'No end'}</span>
}
