import type { AdminApi } from '../../../src/admin/api/useAdminApi.ts'
import { savedToDraft } from '../../../src/admin/associations/association.ts'
import { bulkInParts, outcomeText, summaryOf } from '../../../src/admin/associations/bulk.ts'
import type { SearchRow } from '../../../src/admin/associations/searchRow.ts'
import { NOTHING_TICKED, tick } from '../../../src/admin/associations/selection.ts'
import { sightText } from '../../../src/admin/associations/sight.ts'

const client = (clientNumber: string): SearchRow => ({
  level: 'client',
  source: 'firm',
  clientNumber,
  clientName: `Name of ${clientNumber}`,
})
const matter = (clientNumber: string, matterNumber: string): SearchRow => ({
  ...client(clientNumber),
  level: 'matter',
  matterNumber,
})

describe('what is ticked', () => {
  it('stays when other rows are ticked, whatever search, criterion or page found them', () => {
    const first = tick(NOTHING_TICKED, [client('1'), client('2')], true)
    const second = tick(first, [matter('1', 'M'), matter('2', 'M')], true)
    expect([...second.values()]).toEqual([client('1'), client('2'), matter('1', 'M'), matter('2', 'M')])
    expect([...first.values()]).toEqual([client('1'), client('2')])
  })

  it('has a row that two searches found once, and keeps its place', () => {
    const again = { ...client('1'), clientName: 'As another search says it' }
    const both = tick(tick(NOTHING_TICKED, [client('1'), client('2')], true), [again], true)
    expect([...both.values()]).toEqual([client('1'), client('2')])
  })

  it('loses exactly the row that is taken out', () => {
    const all = tick(NOTHING_TICKED, [client('1'), matter('1', 'M'), { ...client('1'), source: 'other' }], true)
    expect([...tick(all, [client('1')], false).values()]).toEqual([
      matter('1', 'M'),
      { ...client('1'), source: 'other' },
    ])
    expect([...tick(all, [client('9')], false).values()]).toHaveLength(3)
  })
})

describe('associations to several payers', () => {
  const payers = Array.from({ length: 23 }, (_, at) => ({ id: at + 1, name: `P${at + 1}`, email: null }))
  const drafts = [{ clientNumber: 'C', effect: 'include' as const }]

  async function run({ fails = 0, stopAfter = 99 }: { fails?: number; stopAfter?: number } = {}) {
    const asked: number[][] = []
    const api = ((_path: string, { body }: { body: { payers: number[]; dryRun: boolean } }) => {
      asked.push(body.payers)
      if (asked.length === fails) return Promise.reject(new Error('No answer'))
      const results = body.payers.map((payer) => ({ payer, result: 'added', added: 1, same: 0, reason: null }))
      return Promise.resolve({ results })
    }) as unknown as AdminApi
    const onProgress = () => undefined
    const args = { payers, drafts, dryRun: false, onProgress, isStopped: () => asked.length >= stopAfter }
    return { asked, outcomes: await bulkInParts(api, args) }
  }

  it('go in parts, and a part that fails is the outcome of its payers alone', async () => {
    const { asked, outcomes } = await run({ fails: 2 })
    expect(asked.map(({ length }) => length)).toEqual([10, 10, 3])
    expect(outcomes.map(({ result }) => result)).toEqual([
      ...Array(10).fill('added'),
      ...Array(10).fill('failed'),
      ...Array(3).fill('added'),
    ])
    expect(summaryOf(outcomes)).toBe('13 payers changed, 10 failed')
  })

  it('that were stopped name those who were not tried', async () => {
    expect(summaryOf((await run({ stopAfter: 1 })).outcomes)).toBe('10 payers changed, 13 not tried')
  })

  it('say what a payer gets and has', () => {
    const base = { payer: 1, name: null, email: null, reason: null }
    expect(outcomeText({ ...base, result: 'added', added: 2, same: 1 }, false)).toBe(
      'Gets 2 associations, 1 there already',
    )
    expect(outcomeText({ ...base, result: 'added', added: 1, same: 0 }, true)).toBe('1 association added')
    expect(outcomeText({ ...base, result: 'same', added: 0, same: 3 }, true)).toBe('Has all of them already')
  })

  it('copied from a saved one say the same, and nothing of whose they were', () => {
    const saved = {
      id: 7,
      clientNumber: 'C',
      clientName: null,
      source: '',
      effect: 'exclude' as const,
      ability: 'pay' as const,
      endsOn: '2026-12-31',
      createdBy: 'a@b.c',
    }
    expect(savedToDraft(saved)).toEqual({ clientNumber: 'C', effect: 'exclude', endsOn: '2026-12-31' })
    const shown = {
      id: 8,
      invoiceNumber: 'I',
      effect: 'include' as const,
      ability: 'view' as const,
      detail: 'amounts' as const,
    }
    expect(savedToDraft(shown)).toEqual({
      invoiceNumber: 'I',
      effect: 'include',
      ability: 'view',
      detail: 'amounts',
      endsOn: null,
    })
  })
})

describe('who sees an invoice, in words', () => {
  it.each([
    [{ sees: true, mayPay: true, fullDetail: true }, 'Sees and pays'],
    [{ sees: true, mayPay: false, fullDetail: false }, 'Sees only, amounts only'],
    [{ sees: false, mayPay: true, fullDetail: true }, 'Hidden'],
  ])('%j: %s', (given, text) => {
    expect(sightText({ payer: null, rules: [], ...given })).toBe(text)
  })
})
