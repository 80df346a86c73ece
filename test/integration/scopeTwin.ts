import type { AssociationRow } from '../factories/createAssociation.ts'
import type { InvoiceRow } from '../factories/createInvoice.ts'

/** The rules of scope once more, in plain memory and without any SQL: what the database says must agree. */
export type Seen = { id: number; canPay: boolean; fullDetail: boolean }

type Invoice = InvoiceRow & { id: number }

/** Open as its billing system says, or due again since the bank took back what had been paid. */
export const isOpenTwin = ({ status, pending }: Pick<Invoice, 'status' | 'pending'>): boolean =>
  status === 'open' || (status === 'paid' && pending < 0)

const CONDITIONS = ['clientNumber', 'clientName', 'matterNumber', 'matterDescription', 'invoiceNumber'] as const
const isBlank = (value: string | null): boolean => value !== null && value.trim() === ''
const isLive = (rule: AssociationRow, today: string): boolean => !rule.endsOn || rule.endsOn >= today
const agrees = (wanted: string | null, found: string | null): boolean =>
  wanted === null || (found !== null && wanted === found)

function matchesOwn(rule: AssociationRow, invoice: Invoice): boolean {
  return (
    CONDITIONS.some((name) => rule[name] !== null) &&
    agrees(rule.source, invoice.source) &&
    agrees(rule.clientNumber, invoice.clientNumber) &&
    agrees(rule.clientName, invoice.clientName) &&
    agrees(rule.invoiceNumber, invoice.number) &&
    agrees(rule.matterNumber, invoice.matterNumber) &&
    agrees(rule.matterDescription, invoice.matterDescription)
  )
}

function matchesOneOfSeveral(rule: AssociationRow, invoice: Invoice): boolean {
  if (rule.matterNumber === null && rule.matterDescription === null) return false
  return invoice.matters.some((matter) => matchesOwn(rule, { ...invoice, ...matter }))
}

/** What a payer with these rules sees of these invoices on `today`. */
export function scopeTwin({
  rules,
  invoices,
  today,
}: {
  rules: AssociationRow[]
  invoices: Invoice[]
  today: string
}): Seen[] {
  const live = rules.filter((rule) => isLive(rule, today))
  const includes = live.filter((rule) => rule.effect === 'include' && !CONDITIONS.some((name) => isBlank(rule[name])))
  const blanksOut = (rule: AssociationRow): AssociationRow => ({
    ...rule,
    ...Object.fromEntries(CONDITIONS.map((name) => [name, isBlank(rule[name]) ? null : rule[name]])),
  })
  const excludes = live.filter((rule) => rule.effect === 'exclude').map(blanksOut)
  return invoices.flatMap((invoice) => {
    const matching = includes.filter((rule) => matchesOwn(rule, invoice))
    const isExcluded = excludes.some((rule) => matchesOwn(rule, invoice) || matchesOneOfSeveral(rule, invoice))
    if (invoice.status === 'void' || matching.length === 0 || isExcluded) return []
    return [
      {
        id: invoice.id,
        canPay: matching.some((rule) => rule.ability !== 'view'),
        fullDetail: matching.some((rule) => rule.detail !== 'amounts'),
      },
    ]
  })
}
