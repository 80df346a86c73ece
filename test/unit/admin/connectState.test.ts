import { attentionQuery, maySettle, NO_FILTER, stateText } from '../../../src/admin/attention/attentionItem.ts'
import { countTexts, durationText, progressText, runWhat } from '../../../src/admin/connect/connectState.ts'

const number = String

describe('what the Connect page says', () => {
  it('counts what there is, and what was read always', () => {
    expect(countTexts({ read: 0, inserted: 0, updated: 3, rejected: 1 }, number)).toEqual([
      '0 read',
      '3 changed',
      '1 set aside',
    ])
  })

  it('says what was read and who asked, also for words it does not know', () => {
    expect(runWhat({ mode: 'changes', cause: 'notify' })).toBe('Changes, told by the billing system')
    expect(runWhat({ mode: 'new', cause: 'other' })).toBe('new, other')
  })

  it('says how long it took, and how far it is', () => {
    expect(durationText({ startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01.25Z' })).toBe('1.3 s')
    expect(durationText({ startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:02:05Z' })).toBe('2 min 5 s')
    expect(durationText({ startedAt: '2026-01-01T00:00:00Z', finishedAt: null })).toBe('—')
    const running = { id: 1, startedAt: '', phase: 'reading', read: 7, expected: 9 }
    expect(progressText(running, number)).toBe('Reading: 7 of about 9 invoices')
    expect(progressText({ ...running, phase: null, expected: null }, number)).toBe('Running: 7 invoices')
  })
})

describe('what the list of what needs attention says', () => {
  it('asks for what the filter says', () => {
    expect(attentionQuery(NO_FILTER, 1)).toBe('state=unsettled&limit=25&page=1')
    expect(attentionQuery({ state: 'done', kind: 'money', owner: 'me' }, 2)).toBe(
      'state=done&limit=25&page=2&kind=money&owner=me',
    )
  })

  it('offers to settle what the role may', () => {
    const collector = (action: string) => action === 'attention.settle'
    expect(maySettle(collector, { area: 'money' })).toBe(true)
    expect(maySettle(collector, { area: 'systems' })).toBe(false)
    expect(maySettle(() => false, { area: 'money' })).toBe(false)
  })

  it('says who settled it', () => {
    expect(stateText({ state: 'open', isThere: true, resolvedBy: null })).toBe('Open')
    expect(stateText({ state: 'done', isThere: false, resolvedBy: null })).toBe('Settled itself')
    expect(stateText({ state: 'done', isThere: true, resolvedBy: 'Ann' })).toBe('Done by Ann')
    expect(stateText({ state: 'done', isThere: false, resolvedBy: 'Ann' })).toBe('Done by Ann; its cause is gone')
  })
})
