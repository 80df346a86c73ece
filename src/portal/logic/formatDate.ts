import { dateIn } from '../../base/dates.ts'

const LOCALE = 'en-US'
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' })
const instant = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' })
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' })

/** A calendar date `YYYY-MM-DD` for people, without any time zone moving it. */
export function formatDay(date: string | null | undefined): string {
  const at = date ? new Date(`${date.slice(0, 10)}T00:00:00Z`) : null
  return at && !Number.isNaN(at.getTime()) ? day.format(at) : 'No date'
}

/** An instant for people, in the browser's own time zone. */
export function formatInstant(at: string | null | undefined): string {
  const date = at ? new Date(at) : null
  return date && !Number.isNaN(date.getTime()) ? instant.format(date) : ''
}

/** How old something is: `12 minutes ago`. Rounded down, never in the future. */
export function formatAge(at: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(at).getTime()) / 60_000))
  if (minutes < 1) return 'just now'
  if (minutes < 60) return relative.format(-minutes, 'minute')
  if (minutes < 48 * 60) return relative.format(-Math.floor(minutes / 60), 'hour')
  return relative.format(-Math.floor(minutes / 1440), 'day')
}

/** Whether something is older than so many seconds. */
export const isOld = (at: string, { now, seconds }: { now: Date; seconds: number }): boolean =>
  now.getTime() - new Date(at).getTime() > seconds * 1000

/** Whether `dueOn` lies before today, today being the firm's. */
export function isOverdue(dueOn: string | null, timeZone: string | null | undefined, now: Date): boolean {
  if (!dueOn) return false
  return dueOn < dateIn(timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, now)
}
