import type { Invoice } from '../../../src/portal/api/types.ts'
import { basketsOf, NOTHING, toggle, toggleAll, totalOf, withText } from '../../../src/portal/logic/selection.ts'

function invoice(id: number, other: Partial<Invoice> = {}): Invoice {
  return {
    id,
    number: `INV-${id}`,
    clientNumber: '0012',
    clientName: 'Client',
    matterNumber: null,
    issuedOn: null,
    dueOn: null,
    currency: 'usd',
    total: 10000,
    balance: 10000,
    pending: 0,
    amountDue: 10000,
    account: 'operating',
    status: 'open',
    payable: true,
    reason: null,
    ...other,
  }
}

describe('the ticked invoices', () => {
  it('proposes all that is due, and lets a part be typed', () => {
    const ticked = toggle(NOTHING, invoice(1, { amountDue: 123456 }))
    expect(ticked.get(1)?.text).toBe('1234.56')
    const [group] = basketsOf(withText(ticked, 1, '34.56'))
    expect(group).toMatchObject({ total: 3456, problems: 0, lines: [{ invoice: 1, number: 'INV-1', amount: 3456 }] })
  })

  it('unticks what is ticked, and never ticks what cannot be paid', () => {
    expect(toggle(toggle(NOTHING, invoice(1)), invoice(1)).size).toBe(0)
    expect(toggle(NOTHING, invoice(2, { payable: false, reason: 'held' })).size).toBe(0)
  })

  it('P-15 cuts the selection into one payment per account and currency', () => {
    const all = [
      invoice(1),
      invoice(2, { account: 'trust' }),
      invoice(3, { currency: 'jpy', amountDue: 500 }),
      invoice(4),
    ]
    const groups = basketsOf(toggleAll(NOTHING, all))
    expect(groups.map(({ currency, account, total }) => [currency, account, total])).toEqual([
      ['usd', 'operating', 20000],
      ['usd', 'trust', 10000],
      ['jpy', 'operating', 500],
    ])
    for (const group of groups) expect(totalOf(group)).toBe(group.total)
  })

  it('counts an amount above what is due as a problem, not as a payment', () => {
    const [group] = basketsOf(withText(toggle(NOTHING, invoice(1)), 1, '100.01'))
    expect(group).toMatchObject({ total: 0, problems: 1, lines: [] })
  })

  it('ticks all payable ones, keeps amounts already typed, and unticks them all again', () => {
    const docs = [invoice(1), invoice(2), invoice(3, { payable: false, reason: 'view_only' })]
    const typed = withText(toggle(NOTHING, docs[0] as Invoice), 1, '5')
    const all = toggleAll(typed, docs)
    expect([...all.values()].map(({ text }) => text)).toEqual(['5', '100.00'])
    expect(toggleAll(all, docs).size).toBe(0)
  })

  it('does not change the selection that it was given', () => {
    const before = toggle(NOTHING, invoice(1))
    toggle(before, invoice(2))
    withText(before, 1, '7')
    expect([...before.values()].map(({ text }) => text)).toEqual(['100.00'])
    expect(NOTHING.size).toBe(0)
  })
})
