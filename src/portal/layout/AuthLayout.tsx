import type { ReactNode } from 'react'
import { Brand } from './Brand.tsx'

/** The frame of the pages in front of the login: the firm, one card, nothing else. */
export function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="pp-auth">
      <header className="pp-auth-brand">
        <Brand />
      </header>
      <main id="pp-main" className="pp-auth-main">
        <div className="pp-card pp-auth-card">{children}</div>
      </main>
    </div>
  )
}
