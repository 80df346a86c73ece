import fc from 'fast-check'
import type { AssociationRow } from '../factories/createAssociation.ts'
import type { InvoiceRow } from '../factories/createInvoice.ts'

const words = [
  '0012',
  '12',
  'AB1',
  'ab1',
  'C0',
  'C0,C1',
  '100%',
  '%',
  '_',
  "O'Brien",
  'back\\slash',
  '"quoted"',
  '(.*)+?[a-z]|^$',
  '$1; --',
  'caf\u00e9',
  'cafe\u0301',
  '\u05e9\u05dc\u05d5\u05dd',
]
/** A payer's rules, and a firm's invoices. */
export type World = { rules: AssociationRow[]; invoices: Partial<InvoiceRow>[] }

type Shape = {
  /** The most rules. */
  most: number
  /** Last days that rules may have. */
  ends: string[]
}

/** Rules and invoices that share a few words, so that they often meet. */
function worldOf(words: string[], { most, ends }: Shape): fc.Arbitrary<World> {
  const text = fc.constantFrom(...words)
  const maybe = fc.option(text, { nil: null, freq: 5 })
  const condition = fc.oneof(
    { weight: 36, arbitrary: fc.constant(null) },
    { weight: 9, arbitrary: text },
    { weight: 1, arbitrary: fc.constantFrom('', '  ', '\t') },
  )
  const rule: fc.Arbitrary<AssociationRow> = fc.record({
    clientNumber: condition,
    clientName: condition,
    matterNumber: condition,
    matterDescription: condition,
    invoiceNumber: condition,
    source: fc.constantFrom(null, null, null, 'firm', 'other'),
    effect: fc.constantFrom('include', 'include', 'include', 'exclude'),
    ability: fc.constantFrom('pay', 'view', null),
    detail: fc.constantFrom('full', 'amounts', null),
    endsOn: fc.constantFrom(null, null, null, ...ends),
  })
  const matter = fc.record({ matterNumber: maybe, matterDescription: maybe })
  const invoice: fc.Arbitrary<Partial<InvoiceRow>> = fc
    .record({
      number: maybe,
      clientNumber: fc.oneof({ weight: 6, arbitrary: maybe }, { weight: 1, arbitrary: fc.constant('') }),
      clientName: maybe,
      matterNumber: maybe,
      matterDescription: maybe,
      source: fc.constantFrom('firm', 'other'),
      status: fc.constantFrom('open', 'open', 'paid', 'credit', 'void'),
      matters: fc.oneof(fc.constant<never[]>([]), fc.array(matter, { minLength: 2, maxLength: 3 })),
    })
    .map((row) => (row.matters.length > 0 ? { ...row, matterNumber: null, matterDescription: null } : row))
  return fc.record({
    rules: fc.array(rule, { maxLength: most }),
    invoices: fc.array(invoice, { minLength: 1, maxLength: 10 }),
  })
}

/** A world of this shape. */
export const worldWith = (shape: Shape): fc.Arbitrary<World> =>
  fc.subarray(words, { minLength: 2, maxLength: 3 }).chain((some) => worldOf(some, shape))

export const world = worldWith({ most: 6, ends: ['2026-06-14', '2026-06-15', '2026-06-16'] })

/** The days of the rules are long past on the day of the test: one of them stays so, the others do not end. */
export const livingWorld: fc.Arbitrary<World> = world.map(({ rules, invoices }) => ({
  invoices,
  rules: rules.map((rule) => ({ ...rule, endsOn: rule.endsOn === '2026-06-14' ? rule.endsOn : null })),
}))
