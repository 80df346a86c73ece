'use client'

import { Pill } from '@payloadcms/ui'
import type { ComponentProps } from 'react'
import type { InviteStatus } from './loginState.ts'

type PillStyle = ComponentProps<typeof Pill>['pillStyle']

const PILLS: Readonly<Record<InviteStatus, { label: string; style: PillStyle }>> = {
  none: { label: 'No invite', style: 'light-gray' },
  queued: { label: 'Queued', style: 'light-gray' },
  sent: { label: 'Sent', style: 'warning' },
  failed: { label: 'Failed', style: 'error' },
  accepted: { label: 'Accepted', style: 'success' },
  expired: { label: 'Expired', style: 'warning' },
}

/** What became of a welcome mail, in a word. */
export function InvitePill({ status }: { status: InviteStatus }) {
  const { label, style } = PILLS[status]
  return (
    <Pill size="small" pillStyle={style}>
      {label}
    </Pill>
  )
}
