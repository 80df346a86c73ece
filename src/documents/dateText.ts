/** `2026-02-05` as `5 February 2026`; null stays null. */
export function dateText(date: string | null): string | null {
  if (!date) return null
  const day = new Date(`${date}T00:00:00Z`)
  return Number.isNaN(day.getTime())
    ? date
    : new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(day)
}

/** An ISO instant as date and time in `timeZone`, with the zone's name. */
export function instantText(instant: string | null, timeZone: string): string | null {
  if (!instant) return null
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'long',
  }).format(new Date(instant))
}
