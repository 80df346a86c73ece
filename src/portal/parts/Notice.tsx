import type { ReactNode } from 'react'
import type { RequestError } from '../api/RequestError.ts'
import type { Tone } from '../logic/invoiceState.ts'
import { Button } from './Button.tsx'
import { Icon, type IconName } from './Icon.tsx'

const ICONS: Readonly<Record<Tone, IconName>> = { neutral: 'info', good: 'good', warn: 'bad', bad: 'bad', info: 'info' }

type NoticeProps = { tone: Tone; title?: string; children?: ReactNode; actions?: ReactNode; isQuiet?: boolean }

/** A message in the page. It is read out when it appears, at once when it is bad news; `isQuiet` for what stands there from the start. */
export function Notice({ tone, title, children, actions, isQuiet = false }: NoticeProps) {
  const role = tone === 'bad' ? 'alert' : 'status'
  return (
    <div className={`pp-notice pp-tone-${tone}`} role={isQuiet ? undefined : role}>
      <Icon name={ICONS[tone]} />
      <div className="pp-notice-body">
        {title && <p className="pp-notice-title">{title}</p>}
        {children && <div>{children}</div>}
        {actions && <div className="pp-actions">{actions}</div>}
      </div>
    </div>
  )
}

/** A failed request, with a way to try again where there is one. */
export function ErrorNotice({ error, onRetry }: { error: RequestError | null; onRetry?: () => void }) {
  if (!error) return null
  return (
    <Notice tone="bad" actions={onRetry && <Button onPress={onRetry}>Try again</Button>}>
      <p>{error.message}</p>
    </Notice>
  )
}
