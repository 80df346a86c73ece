import fc from 'fast-check'
import { currencyExponent } from '../../src/base/money.ts'
import type { SourceRow } from '../../src/connect/BillingSource.ts'
import { rowToInvoice } from '../../src/connect/rowToInvoice.ts'

const row = (given: Partial<SourceRow> = {}): SourceRow => ({
  externalId: '1',
  number: 'N-1',
  clientNumber: 'C-1',
  clientName: 'Client',
  matters: [],
  issuedOn: null,
  dueOn: null,
  currency: 'usd',
  total: '10',
  balance: '10',
  account: null,
  isVoid: false,
  memo: null,
  ...given,
})
const read = (given: Partial<SourceRow>) => {
  const result = rowToInvoice(row(given))
  return 'invoice' in result ? result.invoice : result.rejected
}

describe('rowToInvoice', () => {
  it('Y-06 every amount that fits the minor unit is kept to the last digit, any other is refused', () => {
    const currency = fc.constantFrom('usd', 'eur', 'jpy', 'kwd', 'krw')
    fc.assert(
      fc.property(currency, fc.maxSafeInteger(), fc.nat(6), (code, minor, zeros) => {
        const digits = currencyExponent(code)
        const text = String(Math.abs(minor)).padStart(digits + 1, '0')
        const whole = text.slice(0, text.length - digits)
        const fraction = text.slice(text.length - digits) + '0'.repeat(zeros)
        fc.pre(whole.length <= 15)
        const decimal = `${minor < 0 ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`
        expect(read({ currency: code, balance: decimal, total: decimal })).toMatchObject({
          balance: minor,
          total: minor,
          status: minor > 0 ? 'open' : minor < 0 ? 'credit' : 'paid',
        })
        const finer = `${whole}.${text.slice(text.length - digits)}${'0'.repeat(zeros)}1`
        expect(read({ currency: code, balance: finer })).toContain('balance: ')
      }),
      { numRuns: 2000 },
    )
  })

  it('Y-06 never throws, whatever the texts are', () => {
    const text = fc.option(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('NaN', '1e3', 'Infinity', ' ', '\0', '\ud800', '--1', '1,000'),
      ),
    )
    fc.assert(
      fc.property(
        fc.record({
          externalId: text,
          number: text,
          clientNumber: text,
          clientName: text,
          issuedOn: text,
          dueOn: text,
          currency: text,
          total: text,
          balance: text,
          account: text,
          memo: text,
        }),
        (given) => {
          const result = rowToInvoice(row(given))
          expect('invoice' in result || result.rejected.length > 0).toBe(true)
        },
      ),
    )
  })

  it.each([
    [{ externalId: null }, 'externalId is missing'],
    [{ externalId: '  ' }, 'externalId is missing'],
    [{ number: null }, 'number is missing'],
    [{ clientNumber: ' ' }, 'clientNumber is missing'],
    [{ currency: null }, 'currency is missing'],
    [{ currency: 'dollars' }, 'currency is unknown: dollars'],
    [{ balance: null }, 'balance is missing'],
    [{ issuedOn: '2026-13-01' }, 'issuedOn is not a date: 2026-13-01'],
    [{ dueOn: '2026-01-01 00:00:00' }, 'dueOn is not a date: 2026-01-01 00:00:00'],
    [{ number: '\ud83d' }, 'number is not valid Unicode'],
    [{ clientName: 'a\0' }, 'clientName contains a NUL character'],
    [{ memo: 'é'.repeat(60_000) }, 'memo is longer than 102400 bytes'],
    [{ number: '9'.repeat(601) }, 'number is longer than 600 bytes'],
    [{ balance: '99999999999999999' }, 'balance: not a decimal amount: 99999999999999999'],
  ])('Y-06 %j is set aside: %s', (given, reason) => {
    expect(read(given)).toBe(reason)
  })

  it("takes one matter as the invoice's own, lists several, each once", () => {
    const one = { matterNumber: ' M-1', matterDescription: 'One ' }
    expect(
      read({
        matters: [
          one,
          { matterNumber: 'M-1', matterDescription: 'Other words' },
          { matterNumber: null, matterDescription: ' ' },
        ],
      }),
    ).toMatchObject({ matterNumber: 'M-1', matterDescription: 'One', matters: [] })
    expect(read({ matters: [one, { matterNumber: 'M-2', matterDescription: null }] })).toMatchObject({
      matterNumber: null,
      matterDescription: null,
      matters: [
        { matterNumber: 'M-1', matterDescription: 'One' },
        { matterNumber: 'M-2', matterDescription: null },
      ],
    })
    expect(read({ matters: [] })).toMatchObject({ matterNumber: null, matters: [] })
  })

  it('keeps an identity byte for byte, and composes everything that is compared', () => {
    expect(
      read({ externalId: ' 7\u0301', clientNumber: ' 0012 ', clientName: 'Cafe\u0301', account: 'no-such' }),
    ).toMatchObject({ externalId: ' 7\u0301', clientNumber: '0012', clientName: 'Café', account: 'no-such' })
  })

  it('a void row is void whatever its balance says', () => {
    expect(read({ isVoid: true, balance: '-5' })).toMatchObject({ status: 'void', balance: -500 })
  })
})
