'use client'

import { toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useMemo } from 'react'
import { ringPayer } from '../api/payerBell.ts'
import { useAdminApi } from '../api/useAdminApi.ts'
import { type PayerId, payerPath } from '../api/usePayerData.ts'
import type { LoginAction } from './loginActions.tsx'
import type { LoginState } from './loginState.ts'
import { useInviteWatch } from './useInviteWatch.ts'

export type LoginActions = {
  run: (action: LoginAction) => Promise<void>
  changeEmail: (email: string) => Promise<void>
}

type Args = { id: PayerId | null; state: LoginState | null; reload: () => Promise<LoginState | null> }

/** What staff can do about a payer's login. Each rejects with the server's reason, and reports when it is done. */
export function useLoginActions({ id, state, reload }: Args): LoginActions {
  const api = useAdminApi()
  const router = useRouter()
  const watch = useInviteWatch(reload)
  return useMemo(() => {
    const path = payerPath(id)
    const tell = () => {
      if (id !== null) ringPayer(id)
      router.refresh()
    }
    const done = (message: string) => {
      toast.success(message)
      tell()
    }
    const watchMail = () => {
      tell()
      void watch().then(tell)
    }
    return {
      run: async ({ request, done: outcome }) => {
        await api(path + request.path, { method: request.method, body: request.body })
        if (outcome === 'watchMail') watchMail()
        else if (state) done(outcome(state))
      },
      changeEmail: async (next) => {
        const answer = await api<{ state?: string }>(`${path}/change-email`, { method: 'POST', body: { email: next } })
        if (answer.state === 'invited') watchMail()
        else
          done(
            `A confirmation link is on its way to ${next}. Until it is confirmed ${state?.email ?? ''} keeps working.`,
          )
      },
    }
  }, [api, id, router, state, watch])
}
