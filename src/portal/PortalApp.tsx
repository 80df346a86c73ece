'use client'
import { useSyncExternalStore } from 'react'
import { I18nProvider } from 'react-aria-components'
import { Router } from 'wouter'
import { LOCALE } from '../base/locale.ts'
import { StartScreen } from './layout/StartScreen.tsx'
import { PortalProvider } from './PortalProvider.tsx'
import { Routes } from './Routes.tsx'

export type PortalAppProps = {
  /** Where the portal is mounted, without a slash at the end. */
  basePath?: string
  /** Where the API is, without a slash at the end. */
  apiPath?: string
}

const never = () => () => {}

/**
 * The payer's portal. It renders its start screen on the server and everything else in the browser, because all it
 * shows is private to whoever is logged in there. Needs the style sheet `payload-plugin-payer-portal/portal.css`.
 */
export function PortalApp({ basePath = '/portal', apiPath = '/api' }: PortalAppProps) {
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return (
    <div className="pp">
      {isInBrowser ? (
        <I18nProvider locale={LOCALE}>
          <Router base={basePath}>
            <PortalProvider apiPath={apiPath}>
              <Routes />
            </PortalProvider>
          </Router>
        </I18nProvider>
      ) : (
        <StartScreen />
      )}
    </div>
  )
}
