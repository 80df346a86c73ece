import { type ReactNode, useEffect } from 'react'
import { Link } from 'wouter'
import { usePortal } from '../state/PortalContext.tsx'
import { Icon } from './Icon.tsx'

type PageHeadingProps = {
  children: ReactNode
  title: string
  intro?: ReactNode
  back?: { href: string; label: string }
}

/** The page's h1, which also names the document. Every page shows it from its first moment: the focus goes there after a change of page. */
export function PageHeading({ children, title, intro, back }: PageHeadingProps) {
  const { settings } = usePortal()
  useEffect(() => {
    document.title = `${title} · ${settings.firmName}`
  }, [title, settings.firmName])
  return (
    <div className="pp-page-head">
      {back && (
        <Link href={back.href} className="pp-back">
          <Icon name="back" />
          {back.label}
        </Link>
      )}
      <h1 tabIndex={-1}>{children}</h1>
      {intro && <div className="pp-intro">{intro}</div>}
    </div>
  )
}
