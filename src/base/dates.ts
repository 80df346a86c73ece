const formats = new Map<string, Intl.DateTimeFormat>()

/** Throws a RangeError when `timeZone` is not an IANA name known to this Node. */
export function assertTimeZone(timeZone: string): void {
  new Intl.DateTimeFormat('en-CA', { timeZone })
}

const MINUTE_MS = 60_000
const last = new Map<string, { minute: number; date: string }>()

/** The calendar date `YYYY-MM-DD` that it is in `timeZone` at `at`. A date begins with a whole minute, everywhere. */
export function dateIn(timeZone: string, at: Date): string {
  const minute = Math.floor(at.getTime() / MINUTE_MS)
  const known = last.get(timeZone)
  if (known?.minute === minute) return known.date
  const date = formatIn(timeZone, at)
  last.set(timeZone, { minute, date })
  return date
}

function formatIn(timeZone: string, at: Date): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(timeZone, format)
  }
  return format.format(at)
}

/** The calendar date after `date`. */
export function dayAfter(date: string): string {
  const next = new Date(`${date}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}

/** Is `value` a real calendar date written `YYYY-MM-DD` (so not 2026-02-30)? */
export function isCalendarDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value
}
