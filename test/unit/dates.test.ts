import { assertTimeZone, dateIn, isCalendarDate } from '../../src/base/dates.ts'
import { dateText, firmInstantText } from '../../src/base/dateText.ts'
import { normalText } from '../../src/base/text.ts'
import { formatDay, formatFirmInstant } from '../../src/portal/logic/formatDate.ts'

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

  it('writes a date in one order everywhere, in full in mails and PDFs and short in the portal', () => {
    expect(dateText('2026-11-28')).toBe('November 28, 2026')
    expect(formatDay('2026-11-28')).toBe('Nov 28, 2026')
    expect(dateText('soon')).toBeNull()
    expect(dateText(null)).toBeNull()
  })

  it("writes when money moved in the firm's time zone, in the portal as on the receipt", () => {
    const at = '2026-03-01T04:30:00Z'
    expect(firmInstantText(at, 'America/New_York')).toBe('February 28, 2026 at 11:30 PM Eastern Standard Time')
    expect(formatFirmInstant(at, 'America/New_York')).toMatch(/^Feb 28, 2026, 11:30 PM( EST)?$/)
    expect(formatFirmInstant(at, 'Asia/Tokyo')).toMatch(/^Mar 1, 2026, 1:30 PM( GMT\+9)?$/)
    expect(formatFirmInstant(null, 'Asia/Tokyo')).toBe('')
    expect(firmInstantText('soon', 'UTC')).toBeNull()
  })

  it('S-04 folds outer blanks and NFC and nothing else', () => {
    expect(normalText('  0012 ')).toBe('0012')
    expect(normalText('Cafe\u0301')).toBe('Café')
    expect(normalText('ab1')).not.toBe(normalText('AB1'))
    expect(normalText(' \u00a0\n')).toBeNull()
    expect(normalText(undefined)).toBeNull()
  })
})
