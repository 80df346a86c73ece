import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { accentColors } from '../base/accentColors.ts'
import { createPortalClient, type PortalClient } from './api/portalClient.ts'
import { RequestError } from './api/RequestError.ts'
import type { Id, Me } from './api/types.ts'
import { StartScreen } from './layout/StartScreen.tsx'
import { type TabMemory, tabMemory } from './logic/tabMemory.ts'
import { Announcer } from './parts/Announcer.tsx'
import { PortalContext } from './state/PortalContext.tsx'
import { useRemote } from './state/useRemote.ts'

const NOBODY: Me = { user: null }

/**
 * Who is logged in, and the record that this tab shows: the one it showed before, also when another tab has
 * switched since. Where the login does not act for that one, the record that the session was switched to last.
 */
async function readMe(client: PortalClient, tab: TabMemory): Promise<Me> {
  const payer = tab.payer()
  const me = await client.me(payer).catch((cause: unknown) => {
    if (payer === null || !(cause instanceof RequestError) || cause.code !== 'payer_not_found') throw cause
    tab.forgetPayer()
    return client.me()
  })
  if (me.user && !me.view) tab.keepPayer(me.user.id)
  return me
}

/** The firm's colour, for the page and for what is drawn outside of it (menus, dialogs). */
function useAccent(accent: string | null | undefined): void {
  useEffect(() => {
    const root = document.documentElement
    const colors = Object.entries(accentColors(accent) ?? {})
    for (const [name, value] of colors) root.style.setProperty(name, value)
    return () => {
      for (const [name] of colors) root.style.removeProperty(name)
    }
  }, [accent])
}

async function loggedIn(client: PortalClient, tab: TabMemory): Promise<Me> {
  const me = await readMe(client, tab)
  if (me.user) return me
  throw new RequestError({
    code: 'cookie_missing',
    status: 401,
    message: 'Your browser did not keep the login. Please allow cookies for this site and try again.',
  })
}

type ClientArgs = { apiPath: string; payer: Id | null; view: string | null; tab: TabMemory; setMe: (me: Me) => void }

/** A client for one record: what a page began for one never goes on for the next. */
function useClient({ apiPath, payer, view, tab, setMe }: ClientArgs): PortalClient {
  return useMemo(() => {
    const client = createPortalClient({
      apiPath,
      payer,
      view,
      onLoginRequired: () => setMe(NOBODY),
      // The refusal itself is shown where it came; without an answer the next request asks again.
      onPayerGone: () => void readMe(client, tab).then(setMe, () => undefined),
      fetch: (...args) => fetch(...args),
    })
    return client
  }, [apiPath, payer, view, tab, setMe])
}

function useStart(apiPath: string) {
  const [tab] = useState(() => tabMemory(() => sessionStorage))
  const [view] = useState(() => tab.view(window.location.search))
  const [me, setMe] = useState(NOBODY)
  const client = useClient({ apiPath, payer: me.view ? null : (me.user?.id ?? null), view, tab, setMe })
  const settings = useRemote('start', async () => {
    const [loaded, who] = await Promise.all([client.settings(), readMe(client, tab)])
    // Known before the first page is drawn.
    setMe(who)
    return loaded
  })
  return { client, remote: settings, me, setMe, tab, view }
}

/** Loads the firm's settings and who is logged in, and gives both with the client to every page. */
export function PortalProvider({ apiPath, children }: { apiPath: string; children: ReactNode }) {
  const { client, remote, me, setMe, tab, view } = useStart(apiPath)
  const [said, announce] = useState('')
  const refreshMe = useCallback(
    async (payer?: Id) => {
      if (payer !== undefined) tab.keepPayer(payer)
      setMe(await loggedIn(client, tab))
    },
    [client, tab, setMe],
  )
  const forgetMe = useCallback(() => {
    tab.forgetPayer()
    setMe(NOBODY)
  }, [tab, setMe])
  const settings = remote.data
  useAccent(settings?.colors.accent)
  const portal = useMemo(
    () => (settings ? { client, settings, me, view, refreshMe, forgetMe, forgetView: tab.forgetView, announce } : null),
    [client, settings, me, view, refreshMe, forgetMe, tab],
  )
  if (!portal) return <StartScreen error={remote.isLoading ? null : remote.error} onRetry={remote.reload} />
  return (
    <PortalContext value={portal}>
      {children}
      <Announcer text={said} />
    </PortalContext>
  )
}
