import type { Payload } from 'payload'
import type { PortalOptions } from './types.ts'

/** Under this key of `config.custom` the resolved options travel with the host's config. */
export const OPTIONS_KEY = 'payerPortal'

/** The resolved options of the running host. Throws when the plugin is not installed. */
export function portalOptions(payload: Payload): PortalOptions {
  const options = payload.config.custom?.[OPTIONS_KEY] as PortalOptions | undefined
  if (!options) throw new Error('payerPortal() is not among the plugins of this Payload config.')
  return options
}
