'use client'

import type { DefaultCellComponentProps } from 'payload'
import { InvitePill } from '../login/InvitePill.tsx'
import type { InviteStatus } from '../login/loginState.ts'

/** The state of the welcome mail in the list of payers, with the reason of a failure. */
export function InviteCell({ rowData }: DefaultCellComponentProps) {
  const invite = rowData?.invite as { status?: InviteStatus; error?: string | null } | undefined
  if (!invite?.status || invite.status === 'none') return <span>—</span>
  return (
    <span title={invite.error ?? undefined}>
      <InvitePill status={invite.status} />
    </span>
  )
}
