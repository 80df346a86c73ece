'use client'

import { Pill, useTranslation } from '@payloadcms/ui'
import type { ComponentProps } from 'react'
import { type InviteStatus, inviteText, type LoginState } from './loginState.ts'

type Props = { id: string; isSaved: boolean; state: LoginState | null; error: string | null }
type PillStyle = ComponentProps<typeof Pill>['pillStyle']

const PILLS: Readonly<Record<Exclude<InviteStatus, 'none'>, { label: string; style: PillStyle }>> = {
  queued: { label: 'Queued', style: 'light-gray' },
  sent: { label: 'Sent', style: 'warning' },
  failed: { label: 'Failed', style: 'error' },
  accepted: { label: 'Accepted', style: 'success' },
  expired: { label: 'Expired', style: 'warning' },
}

function hintOf({ isSaved, state, error }: Props): string | null {
  if (!isSaved) return 'Save the payer first, then switch login access on.'
  if (error) return error
  return state ? null : 'Loading …'
}

/** What became of the welcome mail. */
export function InviteState(props: Props) {
  const { i18n } = useTranslation()
  const { id, state } = props
  const hint = hintOf(props)
  const when = (instant: string) =>
    new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant))
  const status = state?.loginAccess ? state.invite.status : 'none'
  return (
    <div id={id} className="ppa-login__state" role="status">
      {!hint && status !== 'none' ? (
        <Pill size="small" pillStyle={PILLS[status].style}>
          {PILLS[status].label}
        </Pill>
      ) : null}
      <span>{hint ?? (state ? inviteText(state, when) : '')}</span>
    </div>
  )
}
