import { activityDetails } from '../../src/admin/activity/activityDetails.ts'
import { activityConditions, NO_FILTER, toQuery, toWhere } from '../../src/admin/activity/activityFilter.ts'
import { auditText } from '../../src/audit/auditText.ts'
import { changedFields } from '../../src/audit/changedFields.ts'

describe('what changed', () => {
  it('is named with its values, and nothing is nothing whichever way', () => {
    const before = { a: 'x', b: '', c: null, d: [], e: ['1'] }
    const after = { a: 'y', b: null, c: '', d: undefined, e: ['1', '2'] }
    expect(changedFields(['a', 'b', 'c', 'd', 'e'], { before, after })).toEqual({
      fields: ['a', 'e'],
      before: { a: 'x', e: ['1'] },
      after: { a: 'y', e: ['1', '2'] },
    })
    expect(changedFields(['a', 'b'], { after: { a: 'x', b: '' } })).toEqual({ fields: ['a'], after: { a: 'x' } })
    expect(changedFields(['a', 'b'], { before: { a: 'x' } })).toEqual({ fields: ['a'], before: { a: 'x' } })
    expect(changedFields(['a'], { before, after: { a: 'x' } })).toBeNull()
  })
})

describe('an entry in words', () => {
  const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36'
  it.each([
    [{ action: 'login_failed' }, ['Failed to log in', 'Nobody logged in', '—']],
    [
      {
        action: 'hold_placed',
        actorCollection: 'users',
        actorId: '3',
        actorName: 'mia@firm.test',
        ip: '10.0.0.1',
        userAgent: CHROME,
      },
      ['Put an invoice on hold', 'mia@firm.test', '10.0.0.1 · Chrome on Windows'],
    ],
    [
      { action: 'login', actorCollection: 'payers', actorId: '9', person: 'Ada', ip: 'unknown' },
      ['Logged in', 'Ada', '—'],
    ],
    [{ action: 'payer_deleted', actorCollection: 'system' }, ['Deleted the payer', 'The portal', '—']],
    [{ action: 'host.letter_sent', actorCollection: 'users', actorId: '3' }, ['Letter sent', 'Staff user 3', '—']],
  ])('%j', (entry, [what, who, origin]) => {
    expect(auditText(entry)).toEqual({ what, who, origin })
  })

  it('has its facts line by line: values before and after, amounts, what has no value shown', () => {
    const data = {
      association: 4,
      before: { ability: 'pay' },
      after: { ability: 'view' },
      fields: ['ability', 'costCenter'],
    }
    expect(activityDetails(data)).toEqual(['Ability: pay → view', 'Changed: Cost center', 'Association: 4'])
    expect(activityDetails({ byPerson: 3, amount: 12_345, currency: 'usd' })).toEqual(['Amount: $123.45'])
    expect(activityDetails({ after: { clientNumber: '0012' } })).toEqual(['Client number: 0012'])
    expect(activityDetails({ before: { email: 'a@b.test' } })).toEqual(['Email: a@b.test'])
    expect(activityDetails(null)).toEqual([])
  })
})

describe('what to look for', () => {
  it('becomes conditions that all hold, as a list filter and as a query', () => {
    expect(activityConditions(NO_FILTER)).toEqual([])
    expect(toWhere([])).toEqual({})
    const filter = { kind: 'login', by: 'payers', name: ' ', from: '2026-01-02', to: 'x' } as const
    const conditions = activityConditions(filter, 7)
    const since = new Date('2026-01-02T00:00:00').toISOString()
    expect(toWhere(conditions)).toEqual({
      or: [
        {
          and: [
            { payerId: { equals: 7 } },
            { action: { equals: 'login' } },
            { actorCollection: { equals: 'payers' } },
            { createdAt: { greater_than_equal: since } },
          ],
        },
      ],
    })
    const query = new URLSearchParams(toQuery(conditions))
    expect(query.get('where[and][1][action][equals]')).toBe('login')
    expect(query.get('where[and][3][createdAt][greater_than_equal]')).toBe(since)
  })

  it('ends a day with the day, and staff are nobody else', () => {
    const [until] = activityConditions({ ...NO_FILTER, to: '2026-01-31' })
    expect(until?.[2]).toBe(new Date('2026-02-01T00:00:00').toISOString())
    expect(activityConditions({ ...NO_FILTER, by: 'staff' })).toHaveLength(5)
  })
})
