'use client'

import { toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useMemo } from 'react'
import { useAdminApi } from '../api/useAdminApi.ts'
import type { LoginState } from './loginState.ts'
import { useInviteWatch } from './useInviteWatch.ts'

export type LoginActions = {
  setAccess: (on: boolean) => Promise<void>
  inviteAgain: () => Promise<void>
  resetPassword: () => Promise<void>
  deleteLogin: () => Promise<void>
  changeEmail: (email: string) => Promise<void>
}

type Args = { id: number | string | null; state: LoginState | null; reload: () => Promise<LoginState | null> }

/** What staff can do about a payer's login. Each rejects with the server's reason, and reports when it is done. */
export function useLoginActions({ id, state, reload }: Args): LoginActions {
  const api = useAdminApi()
  const router = useRouter()
  const watch = useInviteWatch(reload)
  const email = state?.email ?? ''
  return useMemo(() => {
    const path = `/payers/${encodeURIComponent(String(id))}`
    const done = async (message: string) => {
      toast.success(message)
      await reload()
      router.refresh()
    }
    const watchMail = async () => {
      await reload()
      void watch().then(() => router.refresh())
    }
    return {
      setAccess: async (on) => {
        await api(`${path}?depth=0`, { method: 'PATCH', body: { loginAccess: on } })
        if (on) await watchMail()
        else await done('Login access is off. All sessions have ended.')
      },
      inviteAgain: async () => {
        await api(`${path}/invite`, { method: 'POST', body: {} })
        await watchMail()
      },
      resetPassword: async () => {
        await api(`${path}/reset-password`, { method: 'POST', body: {} })
        await done(`A password-reset link is on its way to ${email}.`)
      },
      deleteLogin: async () => {
        await api(`${path}/login`, { method: 'DELETE' })
        await done('The login was deleted. The email is free to edit now.')
      },
      changeEmail: async (next) => {
        const answer = await api<{ state?: string }>(`${path}/change-email`, { method: 'POST', body: { email: next } })
        if (answer.state === 'invited') await watchMail()
        else await done(`A confirmation link is on its way to ${next}. Until it is confirmed ${email} keeps working.`)
      },
    }
  }, [api, email, id, reload, router, watch])
}
