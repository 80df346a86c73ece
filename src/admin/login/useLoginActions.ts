'use client'

import { toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useMemo } from 'react'
import { useAdminApi } from '../api/useAdminApi.ts'
import type { LoginAction } from './loginActions.tsx'
import type { LoginState } from './loginState.ts'
import { useInviteWatch } from './useInviteWatch.ts'

export type LoginActions = {
  run: (action: LoginAction) => Promise<void>
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
      run: async ({ request, done: outcome }) => {
        await api(path + request.path, { method: request.method, body: request.body })
        if (outcome === 'watchMail') await watchMail()
        else await done(outcome(email))
      },
      changeEmail: async (next) => {
        const answer = await api<{ state?: string }>(`${path}/change-email`, { method: 'POST', body: { email: next } })
        if (answer.state === 'invited') await watchMail()
        else await done(`A confirmation link is on its way to ${next}. Until it is confirmed ${email} keeps working.`)
      },
    }
  }, [api, email, id, reload, router, watch])
}
