import { Link } from 'wouter'
import { usePortal } from '../state/PortalContext.tsx'

/** The firm's logo or, without one, its name. */
export function Brand() {
  const { settings } = usePortal()
  return (
    <Link href="/" className="pp-brand">
      {settings.logo ? (
        // biome-ignore lint/performance/noImgElement: the portal also runs in apps without Next
        <img src={settings.logo} alt={settings.firmName} className="pp-logo" />
      ) : (
        <span dir="auto">{settings.firmName}</span>
      )}
    </Link>
  )
}
