import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { createPortalClient, type PortalClient } from './api/portalClient.ts'
import { RequestError } from './api/RequestError.ts'
import type { Id, Me, PortalSettings } from './api/types.ts'
import { StartScreen } from './layout/StartScreen.tsx'
import { accentColors } from './logic/accentColors.ts'
import { Announcer } from './parts/Announcer.tsx'
import { PortalContext } from './state/PortalContext.tsx'
import { type Remote, useRemote } from './state/useRemote.ts'

const NOBODY: Me = { user: null }

/** The record that requests name: only needed, and only sent, when the login acts for several. */
function namedPayer(me: Me | null): Id | null {
  return me?.user && (me.payers?.length ?? 0) > 1 ? me.user.id : null
}

function useClient(apiPath: string, payer: { current: Id | null }, onLoginRequired: () => void): PortalClient {
  return useMemo(
    () =>
      createPortalClient({ apiPath, payer: () => payer.current, onLoginRequired, fetch: (...args) => fetch(...args) }),
    [apiPath, payer, onLoginRequired],
  )
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

async function loggedIn(client: PortalClient): Promise<Me> {
  const me = await client.me()
  if (me.user) return me
  throw new RequestError({
    code: 'cookie_missing',
    status: 401,
    message: 'Your browser did not keep the login. Please allow cookies for this site and try again.',
  })
}

type Start = { settings: PortalSettings; me: Me }

async function start(client: PortalClient): Promise<Start> {
  const [settings, me] = await Promise.all([client.settings(), client.me()])
  return { settings, me }
}

function useStart(apiPath: string): { client: PortalClient; remote: Remote<Start>; me: Me; setMe: (me: Me) => void } {
  const [changed, setChanged] = useState<Me | null>(null)
  const payer = useRef<Id | null>(null)
  const onLoginRequired = useCallback(() => setChanged(NOBODY), [])
  const client = useClient(apiPath, payer, onLoginRequired)
  const remote = useRemote('start', () => start(client))
  const me = changed ?? remote.data?.me ?? NOBODY
  payer.current = namedPayer(me)
  return { client, remote, me, setMe: setChanged }
}

/** Loads the firm's settings and who is logged in, and gives both with the client to every page. */
export function PortalProvider({ apiPath, children }: { apiPath: string; children: ReactNode }) {
  const { client, remote, me, setMe } = useStart(apiPath)
  const [said, announce] = useState('')
  const refreshMe = useCallback(async () => setMe(await loggedIn(client)), [client, setMe])
  const forgetMe = useCallback(() => setMe(NOBODY), [setMe])
  const settings = remote.data?.settings
  useAccent(settings?.colors.accent)
  const portal = useMemo(
    () => (settings ? { client, settings, me, refreshMe, forgetMe, announce } : null),
    [client, settings, me, refreshMe, forgetMe],
  )
  if (!portal) return <StartScreen error={remote.isLoading ? null : remote.error} onRetry={remote.reload} />
  return (
    <PortalContext value={portal}>
      {children}
      <Announcer text={said} />
    </PortalContext>
  )
}
