import type { Where } from 'payload'
import { shownBy, withShown } from '../../../src/admin/records/list/archivedFilter.ts'
import { type MergeReport, mergeLines } from '../../../src/admin/records/merge/mergeReport.ts'
import { recordActionsFor } from '../../../src/admin/records/recordActions.ts'
import { lifeOf, type RecordState, recordName } from '../../../src/admin/records/recordState.ts'
import { othersOf } from '../../../src/admin/records/samePayer.ts'

const name: Where = { name: { contains: 'a' } }
const email: Where = { email: { contains: 'b' } }
const archived = (exists: boolean): Where => ({ archivedAt: { exists } })

describe('the filter for archived payers', () => {
  it.each([
    [undefined, 'active'],
    [{}, 'active'],
    [{ or: [{ and: [name] }] }, 'active'],
    [{ or: [{ and: [name, archived(true)] }] }, 'archived'],
    // As it stands in the address.
    [{ or: [{ and: [{ archivedAt: { exists: 'true' } }] }] }, 'archived'],
    [{ archivedAt: { exists: 'true' } }, 'archived'],
    [{ or: [{ and: [archived(false)] }, { and: [archived(true)] }] }, 'all'],
  ] as [Where | undefined, string][])('%j shows %s', (where, shown) => {
    expect(shownBy(where)).toBe(shown)
  })

  it('keeps the other conditions, and leaves nothing of itself behind', () => {
    const others: Where = { or: [{ and: [name] }, { and: [email] }] }
    for (const start of [undefined, others]) {
      const all = withShown(start, 'all')
      expect(shownBy(all)).toBe('all')
      const only = withShown(all, 'archived')
      expect(shownBy(only)).toBe('archived')
      expect(withShown(only, 'active')).toEqual(start)
      expect(withShown(all, 'active')).toEqual(start)
    }
    expect(withShown({ or: [{ and: [name] }] }, 'archived')).toEqual({ or: [{ and: [name, archived(true)] }] })
    expect(withShown(name, 'all')).toEqual({
      or: [{ and: [name, archived(false)] }, { and: [name, archived(true)] }],
    })
  })
})

const record: RecordState = {
  id: 7,
  name: 'Ann Lee',
  email: 'ann@x.test',
  archivedAt: null,
  erasedAt: null,
  mergedInto: null,
}
const AT = '2026-11-25T00:00:00.000Z'
const STATES = {
  active: {},
  archived: { archivedAt: AT },
  merged: { archivedAt: AT, mergedInto: 8 },
  erased: { archivedAt: AT, mergedInto: 8, erasedAt: AT },
} as const

describe('what can be done with a record', () => {
  const all = () => true
  it.each([
    ['active', ['archive', 'merge']],
    ['archived', ['unarchive', 'merge', 'erase']],
    ['merged', ['erase']],
    ['erased', []],
  ] as const)('that is %s', (life, actions) => {
    const state = { ...record, ...STATES[life] }
    expect(lifeOf(state)).toBe(life)
    expect(recordActionsFor(state, all)).toEqual(actions)
  })

  it('is only what the member of staff may do', () => {
    const archivedRecord = { ...record, ...STATES.archived }
    expect(recordActionsFor(archivedRecord, () => false)).toEqual([])
    expect(recordActionsFor(archivedRecord, (action) => action === 'payers.write')).toEqual(['unarchive'])
    expect(recordActionsFor(archivedRecord, (action) => action === 'payers.erase')).toEqual(['erase'])
  })

  it('a record without a name is called by its email', () => {
    expect([recordName(record), recordName({ ...record, name: ' ' })]).toEqual(['Ann Lee', 'ann@x.test'])
  })
})

describe('a merge in words', () => {
  const nothing: MergeReport = {
    associations: { moved: 0, dropped: 0 },
    transactions: 0,
    postings: 0,
    mails: 0,
    receiptEmails: 0,
    paymentMethods: { moved: [], detached: [] },
    people: { moved: [], ended: [] },
  }

  it('says what moves, and apart from it what nobody has afterwards', () => {
    expect(mergeLines(nothing)).toEqual([])
    const visa = { type: 'card', brand: 'visa', last4: '4242' }
    const lines = mergeLines({
      ...nothing,
      associations: { moved: 1, dropped: 2 },
      transactions: 3,
      receiptEmails: 2,
      paymentMethods: { moved: [visa], detached: [{ type: 'us_bank_account', brand: null, last4: '6789' }] },
      people: { moved: ['a@x.test'], ended: ['b@x.test'] },
    })
    expect(lines.filter(({ isLoss }) => !isLoss).map(({ text }) => text)).toEqual([
      '1 association',
      '3 transactions',
      '2 receipt addresses',
      '2 associations are there already',
      'Payment method Visa ending in 4242',
      'a@x.test may act for the payer that stays, and has to log in again',
    ])
    expect(lines.filter(({ isLoss }) => isLoss).map(({ text }) => text)).toEqual([
      'Payment method bank account ending in 6789 is removed: the payer that stays has its own',
      'The access of b@x.test ends',
    ])
  })
})

describe('who may be the same payer', () => {
  it('is each other one of the groups once, with every reason', () => {
    const of = (id: number) => ({ id, name: `P${id}`, email: `p${id}@x.test`, phone: null })
    const groups = [
      { reasons: ['name' as const], payers: [of(3), of(1), of(2)] },
      { reasons: ['phone' as const, 'name' as const], payers: [of(1), of(3)] },
    ]
    expect(othersOf(groups, 1)).toEqual([
      { id: 2, name: 'P2', email: 'p2@x.test', reasons: ['name'] },
      { id: 3, name: 'P3', email: 'p3@x.test', reasons: ['name', 'phone'] },
    ])
  })
})
