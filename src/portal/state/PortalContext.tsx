import { createContext, useContext } from 'react'
import type { PortalClient } from '../api/portalClient.ts'
import type { Id, Me, Payer, PortalSettings } from '../api/types.ts'

export type Portal = {
  client: PortalClient
  settings: PortalSettings
  me: Me
  /** Staff's view that this tab shows, also when it has ended; null for a payer. */
  view: string | null
  /** Asks the server again who is logged in, and shows `payer` from now on where one is named. Throws a RequestError when nobody is. */
  refreshMe: (payer?: Id) => Promise<void>
  /** Forgets the login in this page; the guard then shows the login page. */
  forgetMe: () => void
  /** Forgets the view, so that this tab is a payer's again when it is next loaded. */
  forgetView: () => void
  /** Says something to people who use a screen reader. */
  announce: (text: string) => void
}

export const PortalContext = createContext<Portal | null>(null)

/** The portal around a page. Throws outside of `PortalApp`. */
export function usePortal(): Portal {
  const portal = useContext(PortalContext)
  if (!portal) throw new Error('This component belongs inside PortalApp.')
  return portal
}

/** The payer record that is logged in. Throws on a page that does not ask for a login. */
export function usePayer(): Payer {
  const { user } = usePortal().me
  if (!user) throw new Error('This page needs a login.')
  return user
}
