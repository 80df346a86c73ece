import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps, ProgressBar } from 'react-aria-components'
import { Link } from 'wouter'

export type Look = 'primary' | 'secondary' | 'quiet' | 'danger'

type ButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'style'> & {
  look?: Look
  isWide?: boolean
  children: ReactNode
}

const classOf = (look: Look, isWide: boolean): string => `pp-button pp-button-${look}${isWide ? ' pp-button-wide' : ''}`

/** A button. While pending it keeps its size and its focus. */
export function Button({ look = 'secondary', isWide = false, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={classOf(look, isWide)}>
      {({ isPending }) => (
        <>
          <span className="pp-button-text">{children}</span>
          {isPending && <ProgressBar isIndeterminate aria-label="Working" className="pp-spinner" />}
        </>
      )}
    </AriaButton>
  )
}

/** A link to a page of the portal that looks like a button. */
export function LinkButton({
  look = 'secondary',
  isWide = false,
  href,
  children,
}: {
  look?: Look
  isWide?: boolean
  href: string
  children: ReactNode
}) {
  return (
    <Link href={href} className={classOf(look, isWide)}>
      <span className="pp-button-text">{children}</span>
    </Link>
  )
}
