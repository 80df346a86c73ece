/** Rows of the sample firm before they are written. Amounts are whole hundredths, dates days before the anchor day. */
export type FirmClient = { id: number; no: string; name: string; kind: 'O' | 'P' }
export type FirmMatter = {
  id: number
  client: number
  no: string
  description: string | null
  currency: FirmCurrency
  closed: boolean
}
export type FirmCurrency = 'USD' | 'JPY'
export type FirmBill = {
  id: number
  no: string
  client: number
  kind: 'I' | 'C' | 'D'
  isVoid: boolean
  issuedAgo: number
  /** Days from issue to due; null when the bill names no due date. */
  terms: number | null
  currency: FirmCurrency
  account: string | null
  memo: string | null
  lines: { matter: number | null; type: 'FEE' | 'COST' | 'CREDIT' | 'DEPOSIT'; text: string; amount: number }[]
}
export type FirmReceipt = {
  id: number
  ago: number
  account: string
  currency: FirmCurrency
  method: string
  reverses: number | null
  lines: { bill: number; amount: number }[]
}
export type FirmRows = { clients: FirmClient[]; matters: FirmMatter[]; bills: FirmBill[]; receipts: FirmReceipt[] }

export const billTotal = (bill: FirmBill): number => bill.lines.reduce((sum, line) => sum + line.amount, 0)
