import { Icon } from './Icon.tsx'

/** Opens a PDF of the server in a new tab, and says so to ears. */
export function PdfLink({ href, label, isWide = false }: { href: string; label: string; isWide?: boolean }) {
  return (
    <a
      className={`pp-button pp-button-secondary${isWide ? ' pp-button-wide' : ''}`}
      href={href}
      target="_blank"
      rel="noreferrer"
    >
      <Icon name="download" />
      <span className="pp-button-text">
        {label}
        <span className="pp-hidden"> (opens in a new tab)</span>
      </span>
    </a>
  )
}
