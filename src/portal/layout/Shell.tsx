import type { ReactNode } from 'react'
import { usePortal } from '../state/PortalContext.tsx'
import { Brand } from './Brand.tsx'
import { MainNav } from './MainNav.tsx'
import { PayerMenu } from './PayerMenu.tsx'

/** The frame of every page behind the login: skip link, header, navigation, main part, footer. */
export function Shell({ children }: { children: ReactNode }) {
  const { settings } = usePortal()
  return (
    <div className="pp-shell">
      <a className="pp-skip" href="#pp-main">
        Skip to content
      </a>
      <header className="pp-header">
        <div className="pp-header-inner">
          <Brand />
          <MainNav />
          <PayerMenu />
        </div>
      </header>
      <main id="pp-main" className="pp-main" tabIndex={-1}>
        {children}
      </main>
      <footer className="pp-footer">
        <p>
          <bdi>{settings.firmName}</bdi>
        </p>
      </footer>
    </div>
  )
}
