import {
  type Association,
  abilityText,
  choicesOf,
  choicesToData,
  conditionsOf,
  hasEnded,
} from '../../../src/admin/associations/association.ts'

const base: Association = { id: 1, effect: 'include' }

describe('an association in words', () => {
  it('names every condition that has a value, client before matter before invoice before source', () => {
    const rule = {
      ...base,
      source: 'firm',
      invoiceNumber: 'I-1',
      clientNumber: '0012',
      matterNumber: null,
      clientName: '',
    }
    expect(conditionsOf(rule)).toEqual([
      { label: 'Client number', value: '0012' },
      { label: 'Invoice number', value: 'I-1' },
      { label: 'Billing source', value: 'firm' },
    ])
  })

  it.each([
    [{}, 'See and pay'],
    [{ ability: 'view' as const }, 'See only'],
    [{ ability: 'view' as const, detail: 'amounts' as const }, 'See only, amounts only'],
    [{ effect: 'exclude' as const, ability: 'pay' as const }, 'Hidden'],
  ])('says what %j allows', (given, text) => {
    expect(abilityText({ ...base, ...given })).toBe(text)
  })

  it('counts its last day', () => {
    expect(hasEnded({ ...base, endsOn: '2026-03-01' }, '2026-03-01')).toBe(false)
    expect(hasEnded({ ...base, endsOn: '2026-03-01' }, '2026-03-02')).toBe(true)
    expect(hasEnded({ ...base, endsOn: null }, '2026-03-02')).toBe(false)
  })
})

describe('the choices of an association', () => {
  it('leave ability and detail out of an exclusion', () => {
    const choices = { effect: 'exclude', ability: 'pay', detail: 'amounts', endsOn: '' } as const
    expect(choicesToData(choices)).toEqual({ effect: 'exclude', endsOn: null })
  })

  it('survive an edit that changes nothing', () => {
    const saved: Association = { ...base, ability: 'view', detail: 'amounts', endsOn: '2026-12-31' }
    const { id: _, ...rest } = saved
    expect(choicesToData(choicesOf(saved))).toEqual(rest)
  })
})
