import { ADMIN_CSS } from './adminCss.ts'

/** The components' styles; React puts them into the page's head once, however many components ask. */
export function AdminStyles() {
  return (
    <style href="payer-portal-admin" precedence="payer-portal">
      {ADMIN_CSS}
    </style>
  )
}
