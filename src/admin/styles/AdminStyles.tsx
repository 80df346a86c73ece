import { ADMIN_CSS } from './adminCss.ts'
import { ASSOCIATIONS_CSS } from './associationsCss.ts'
import { PAGES_CSS } from './pagesCss.ts'
import { RECORDS_CSS } from './recordsCss.ts'

/** The components' styles; React puts them into the page's head once, however many components ask. */
export function AdminStyles() {
  return (
    <style href="payer-portal-admin" precedence="payer-portal">
      {ADMIN_CSS + RECORDS_CSS + ASSOCIATIONS_CSS + PAGES_CSS}
    </style>
  )
}
