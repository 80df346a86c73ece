import type { Association } from './association.ts'

/** What a payer sees of an invoice, and the rules that meet it. `payer` null: you may not read that payer. */
export type Sight = {
  payer: { id: number; name: string | null; email: string | null; loginAccess: boolean } | null
  sees: boolean
  mayPay: boolean
  fullDetail: boolean
  rules: Association[]
}

export type SightPage = { status: string; docs: Sight[]; page: number; totalPages: number; totalDocs: number }

/** What the payer may do with the invoice, in words. */
export function sightText({ sees, mayPay, fullDetail }: Sight): string {
  if (!sees) return 'Hidden'
  const can = mayPay ? 'Sees and pays' : 'Sees only'
  return fullDetail ? can : `${can}, amounts only`
}
