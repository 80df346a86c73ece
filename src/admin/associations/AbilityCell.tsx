'use client'

import type { DefaultCellComponentProps } from 'payload'
import { type Association, abilityText } from './association.ts'

/** What an association allows, in the list of associations; an exclusion allows nothing, whatever is stored. */
export function AbilityCell({ rowData }: DefaultCellComponentProps) {
  return <span>{abilityText(rowData as Association)}</span>
}
