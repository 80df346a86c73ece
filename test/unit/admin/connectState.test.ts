import {
  type AttentionItem,
  attentionQuery,
  maySettle,
  NO_FILTER,
  stateText,
  targetsOf,
} from '../../../src/admin/attention/attentionItem.ts'
import {
  countTexts,
  durationText,
  knownValues,
  linkedOf,
  progressText,
  runWhat,
} from '../../../src/admin/connect/connectState.ts'

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

  it('says of a row that was set aside what it is known by first, and nothing of what is blank', () => {
    const row = { total: '10.00', memo: '', matters: [], isVoid: false, number: 'N-1', dueOn: null, clientNumber: 'C' }
    expect(knownValues(row)).toEqual([
      ['number', 'N-1'],
      ['clientNumber', 'C'],
      ['total', '10.00'],
      ['isVoid', false],
    ])
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

describe('what a link to the Connect page leads to', () => {
  it('is one run, or the rows of one source, and nothing for what is neither', () => {
    expect(linkedOf({})).toEqual({ run: null, parked: '' })
    expect(linkedOf({ run: '12', parked: 'firm' })).toEqual({ run: 12, parked: 'firm' })
    for (const run of ['0', '-1', '1e3', '12x', ['1', '2']]) expect(linkedOf({ run }).run).toBeNull()
  })
})

describe('where an item that needs attention leads', () => {
  const NONE = { transaction: null, invoice: null, payer: null, posting: null, run: null, source: null }
  const item = (given: Partial<AttentionItem>) => ({ kind: 'posting', ...NONE, ...given }) as AttentionItem

  it('to its posting, its payment and its payer', () => {
    const transaction = { id: 7, reference: 'P-1' }
    expect(targetsOf(item({ transaction, posting: 4, source: 'firm', payer: { id: 2, name: null } }))).toEqual([
      { path: '/postings', query: { q: 'P-1' }, label: 'Posting of P-1' },
      { path: '/collections/transactions/7', label: 'Transaction P-1' },
      { path: '/collections/payers/2', label: 'Payer 2' },
    ])
  })

  it('to its run, to the rows that were set aside, or to the source', () => {
    expect(targetsOf(item({ kind: 'sync_failing', source: 'firm', run: 9 }))).toEqual([
      { path: '/connect', query: { run: '9' }, label: 'Run 9 of firm' },
    ])
    expect(targetsOf(item({ kind: 'rows_parked', source: 'firm' }))).toEqual([
      { path: '/connect', query: { parked: 'firm' }, label: 'Rows of firm' },
    ])
    expect(targetsOf(item({ kind: 'source_down', source: 'firm' }))).toEqual([
      { path: '/connect', label: 'Source firm' },
    ])
    expect(targetsOf(item({ kind: 'mail_failed' }))).toEqual([])
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
