import { assertTimeZone, dateIn, isCalendarDate } from '../../src/base/dates.ts'
import { normalText } from '../../src/base/text.ts'

describe('dates and texts', () => {
  it("reads the firm's calendar date from an instant", () => {
    const at = new Date('2026-03-01T04:30:00Z')
    expect(dateIn('America/New_York', at)).toBe('2026-02-28')
    expect(dateIn('Asia/Tokyo', at)).toBe('2026-03-01')
    expect(() => assertTimeZone('Mars/Olympus')).toThrow(RangeError)
  })

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '26-01-01', '2026-01-01T00:00', '', null, 20260101])(
    'refuses %p as a calendar date',
    (value) => {
      expect(isCalendarDate(value)).toBe(false)
    },
  )

  it('accepts a leap day', () => {
    expect(isCalendarDate('2028-02-29')).toBe(true)
  })

  it('S-04 folds outer blanks and NFC and nothing else', () => {
    expect(normalText('  0012 ')).toBe('0012')
    expect(normalText('Cafe\u0301')).toBe('Café')
    expect(normalText('ab1')).not.toBe(normalText('AB1'))
    expect(normalText(' \u00a0\n')).toBeNull()
    expect(normalText(undefined)).toBeNull()
  })
})
