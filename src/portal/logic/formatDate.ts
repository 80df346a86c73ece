import { dateIn } from '../../base/dates.ts'
import { dateText, instantText } from '../../base/dateText.ts'
import { LOCALE } from '../../base/locale.ts'

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' })

/** A calendar date `YYYY-MM-DD` for people, without any time zone moving it. */
export function formatDay(date: string | null | undefined): string {
  return dateText(date, 'medium') ?? 'No date'
}

/** An instant for people, in the browser's own time zone. */
export function formatInstant(at: string | null | undefined): string {
  return instantText(at, { length: 'medium' }) ?? ''
}

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * When money moved, in the firm's time zone, as its receipts and mails say it: nobody reads two dates of one payment.
 * The zone's name stands with it for a browser that is in another one.
 */
export function formatFirmInstant(at: string | null | undefined, timeZone: string | null | undefined): string {
  if (!timeZone || timeZone === ownZone()) return formatInstant(at)
  return instantText(at, { timeZone, length: 'medium', zoneName: 'short' }) ?? ''
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
  return dueOn < dateIn(timeZone ?? ownZone(), now)
}
