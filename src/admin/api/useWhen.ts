'use client'

import { useTranslation } from '@payloadcms/ui'

/** Formats an instant, an ISO text, for the member of staff: in their own time zone and language. */
export function useWhen(): (instant: string) => string {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  return (instant) => format.format(new Date(instant))
}
