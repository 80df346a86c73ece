import fc from 'fast-check'
import { DEFAULT_CHOICES } from '../../../src/admin/associations/association.ts'
import { columnsOf, connectQueryString } from '../../../src/admin/associations/connectQuery.ts'
import {
  isSelectable,
  rowKey,
  rowTitle,
  rowToDraft,
  type SearchRow,
} from '../../../src/admin/associations/searchRow.ts'

const client: SearchRow = { level: 'client', source: 'firm', clientNumber: '0012', clientName: 'Ann "A" O’Neil' }
const matter: SearchRow = { ...client, level: 'matter', matterNumber: '3', matterDescription: 'Sale, 50%' }
const invoice: SearchRow = { ...matter, level: 'invoice', invoiceNumber: 'B_7' }
const choices = { effect: 'include', ability: 'pay', detail: 'full', endsOn: null } as const

describe('a ticked search result', () => {
  it('of a client becomes a rule on the client number, never the name', () => {
    expect(rowToDraft(client, DEFAULT_CHOICES, false)).toEqual({ clientNumber: '0012', ...choices })
  })

  it('of a matter also names the client, for two clients may share a matter number', () => {
    expect(rowToDraft(matter, DEFAULT_CHOICES, false)).toEqual({ clientNumber: '0012', matterNumber: '3', ...choices })
  })

  it('of an invoice names client and invoice, not the matter', () => {
    const expected = { clientNumber: '0012', invoiceNumber: 'B_7', ...choices }
    expect(rowToDraft(invoice, DEFAULT_CHOICES, false)).toEqual(expected)
  })

  it('names the source when there are several', () => {
    expect(rowToDraft(client, DEFAULT_CHOICES, true)).toEqual({ clientNumber: '0012', source: 'firm', ...choices })
  })

  it.each([
    { ...client, clientNumber: '' },
    { ...matter, matterNumber: null },
    { ...invoice, invoiceNumber: undefined },
  ])('without its number is refused rather than widened: %j', (row) => {
    expect(isSelectable(row)).toBe(false)
    expect(() => rowToDraft(row, DEFAULT_CHOICES, false)).toThrow(RangeError)
  })

  it('is told apart from every other one, whatever characters the numbers have', () => {
    const part = fc.string({ unit: 'grapheme' })
    const anyRow = fc.record({
      level: fc.constantFrom('client' as const, 'matter' as const, 'invoice' as const),
      source: part,
      clientNumber: part,
      clientName: fc.constant(null),
      matterNumber: fc.option(part),
      invoiceNumber: fc.option(part),
    })
    fc.assert(
      fc.property(anyRow, anyRow, (a, b) => {
        expect(rowKey(a) === rowKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })

  it('says what it is', () => {
    expect(rowTitle(matter)).toBe('Matter 3 Sale, 50% of client 0012 Ann "A" O’Neil')
  })
})

describe('a search', () => {
  it('sends characters of patterns and quotes as they are, and no blank filter', () => {
    const query = connectQueryString({
      by: 'clientName',
      q: ' 50% _"a&b ',
      filters: { clientNumber: ' ', clientName: 'é' },
      page: 2,
    })
    const params = new URLSearchParams(query)
    expect(Object.fromEntries(params)).toEqual({
      by: 'clientName',
      q: '50% _"a&b',
      limit: '25',
      page: '2',
      clientName: 'é',
    })
  })

  it('shows the columns of its level', () => {
    expect(columnsOf('clientNumber')).toEqual(['clientNumber', 'clientName'])
    expect(columnsOf('matterDescription')).toContain('matterNumber')
    expect(columnsOf('invoiceNumber')).toHaveLength(5)
  })
})
