import { LOCALE } from './locale.ts'

const DAY = {
  medium: new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' }),
  long: new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' }),
}

// Newer data of languages put a narrow space before AM and PM, which not every mail program and font draws.
const plain = (text: string): string => text.replaceAll('\u202f', ' ')

/** `2026-02-05` as `February 5, 2026`, or as `Feb 5, 2026` where there is little room; null for what is no date. */
export function dateText(date: string | null | undefined, length: 'medium' | 'long' = 'long'): string | null {
  const day = date ? new Date(`${date.slice(0, 10)}T00:00:00Z`) : null
  return day && !Number.isNaN(day.getTime()) ? DAY[length].format(day) : null
}

type Place = { timeZone?: string | undefined; length?: 'medium' | 'long'; zoneName?: 'short' | 'long' | undefined }

/** An ISO instant as date and time in `timeZone` (the own one of whoever runs this without it); null for what is none. */
export function instantText(
  instant: string | null | undefined,
  { timeZone, length = 'long', zoneName }: Place,
): string | null {
  const at = instant ? new Date(instant) : null
  if (!at || Number.isNaN(at.getTime())) return null
  const format = new Intl.DateTimeFormat(LOCALE, {
    ...(timeZone ? { timeZone } : {}),
    ...(zoneName ? { timeZoneName: zoneName } : {}),
    day: 'numeric',
    month: length === 'long' ? 'long' : 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  })
  return plain(format.format(at))
}

/** As mails and PDFs write an instant: in the firm's time zone, whose name stands with it. */
export const firmInstantText = (instant: string | null, timeZone: string): string | null =>
  instantText(instant, { timeZone, zoneName: 'long' })
