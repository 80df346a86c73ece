export type { PortalAppProps } from '../portal/PortalApp.tsx'
export { PortalApp } from '../portal/PortalApp.tsx'
