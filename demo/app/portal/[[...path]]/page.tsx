import { PortalApp } from 'payload-plugin-payer-portal/portal'

/** Every page below /portal is the portal's own; it finds its way in the browser. */
export default function PortalPage() {
  return <PortalApp basePath="/portal" apiPath="/api" />
}
