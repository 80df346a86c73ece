'use client'

import type { DefaultCellComponentProps } from 'payload'
import { moneyText } from './moneyText.ts'

/** An amount in a list, in the row's own currency. */
export function MoneyCell({ cellData, rowData }: DefaultCellComponentProps) {
  return <span>{moneyText(cellData, rowData?.currency)}</span>
}
