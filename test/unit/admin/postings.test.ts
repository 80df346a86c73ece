import {
  filterOfLink,
  filterQuery,
  isMovable,
  isOpen,
  NO_FILTER,
  readPart,
  signedMoney,
  splitOf,
} from '../../../src/admin/postings/posting.ts'
import type { PostingDoc } from '../../../src/connect/posting/listPostings.ts'

const doc = (given: Partial<PostingDoc>) =>
  ({ kind: 'payment', status: 'failed', inDoubt: false, amount: 1250, currency: 'usd', ...given }) as PostingDoc
const choice = (invoice: number, most: number) => ({
  invoice,
  number: `N-${invoice}`,
  clientNumber: 'C',
  matterNumber: null,
  dueOn: null,
  most,
})

describe('Manage Postings', () => {
  it('asks for what is not blank', () => {
    expect(filterQuery(NO_FILTER)).toBe('')
    expect(filterQuery({ ...NO_FILTER, status: 'failed', q: ' a&b ' })).toBe('status=failed&q=a%26b')
  })

  it('shows what a link asks for, and leaves out what is no part of a filter', () => {
    expect(filterOfLink({})).toEqual(NO_FILTER)
    expect(filterOfLink({ q: 'P-1', status: ['failed', 'posted'], page: '3' })).toEqual({ ...NO_FILTER, q: 'P-1' })
  })

  it('shows what goes back below zero', () => {
    expect([
      signedMoney(doc({})),
      signedMoney(doc({ kind: 'refund' })),
      signedMoney(doc({ kind: 'reversal' })),
    ]).toEqual(['$12.50', '-$12.50', '$12.50'])
  })

  it('offers what the state allows', () => {
    const states = ['pending', 'incomplete', 'queued', 'posted', 'failed', 'removed'] as const
    expect(states.filter((status) => isOpen(doc({ status })))).toEqual(['pending', 'incomplete', 'queued', 'failed'])
    expect(states.filter((status) => isMovable(doc({ status })))).toEqual(['incomplete', 'failed'])
    expect([isMovable(doc({ inDoubt: true })), isMovable(doc({ kind: 'return' }))]).toEqual([false, false])
  })

  it('reads a part to the cent and says what is wrong', () => {
    const with100 = { most: 10_000, currency: 'usd' }
    expect(['', '12.5', '0.01', '100'].map((text) => readPart(text, with100))).toEqual([null, 1250, 1, 10_000])
    for (const text of ['100.01', '-1', '1.234', 'x', '1e3']) expect(typeof readPart(text, with100)).toBe('string')
  })

  it('says what of the payment has no place yet', () => {
    const choices = [choice(1, 1000), choice(2, 1000)]
    expect(splitOf(doc({}), { choices, texts: {} })).toEqual({ allocations: [], left: 1250, isWrong: false })
    expect(splitOf(doc({}), { choices, texts: { 1: '10', 2: '2.50' } })).toEqual({
      allocations: [
        { invoice: 1, amount: 1000 },
        { invoice: 2, amount: 250 },
      ],
      left: 0,
      isWrong: false,
    })
    expect(splitOf(doc({}), { choices, texts: { 1: '10.01', 2: '2.50' } })).toMatchObject({ left: 1000, isWrong: true })
    expect(splitOf(doc({}), { choices, texts: { 1: '10', 2: '10' } })).toMatchObject({ left: -750 })
  })
})
