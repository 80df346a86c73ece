'use client'

import { useTranslation } from '@payloadcms/ui'
import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/**
 * Formats an instant, an ISO text, for the member of staff: in their own time zone and language. The server knows
 * neither, so in what it draws ahead only the day stands.
 */
export function useWhen(): (instant: string) => string {
  const { i18n } = useTranslation()
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  return (instant) => (isHere ? format.format(new Date(instant)) : instant.slice(0, 10))
}
