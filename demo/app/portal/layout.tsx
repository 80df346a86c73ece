import config from '@payload-config'
import type { Metadata, Viewport } from 'next'
import { getPayload } from 'payload'
import 'payload-plugin-payer-portal/portal.css'
import type { ReactNode } from 'react'

// A page with a content security policy by nonce has to be rendered for each request.
export const dynamic = 'force-dynamic'

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export async function generateMetadata(): Promise<Metadata> {
  const payload = await getPayload({ config })
  // system: the firm's name stands on the login page, for everybody.
  const { firmName } = await payload.findGlobal({ slug: 'portal-settings', overrideAccess: true, depth: 0 })
  return {
    title: typeof firmName === 'string' && firmName !== '' ? firmName : 'Payment portal',
    robots: { index: false },
    referrer: 'no-referrer',
  }
}

export default function PortalLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
