import type { PortalOptions } from '../options/types.ts'

/** What an API answer may load when a browser shows it by itself: nothing. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

/**
 * The policy of one page. Scripts run only from this site, with this page's nonce, or from the
 * gateway's hosts; no script is inline without the nonce. Styles may be inline.
 */
export function contentSecurityPolicy(
  nonce: string,
  { gateway, isSecure }: { gateway: PortalOptions['gateway']; isSecure: boolean },
): string {
  const { script = [], frame = [], connect = [] } = gateway?.contentSecurity ?? {}
  const rules: string[][] = [
    ['default-src', "'self'"],
    ['script-src', "'self'", `'nonce-${nonce}'`, ...script],
    ['script-src-attr', "'none'"],
    ['style-src', "'self'", "'unsafe-inline'"],
    ['img-src', "'self'", 'data:', 'blob:'],
    ['font-src', "'self'", 'data:'],
    ['connect-src', "'self'", ...connect],
    ['frame-src', "'self'", ...frame],
    ['worker-src', "'self'", 'blob:'],
    ['object-src', "'none'"],
    ['base-uri', "'self'"],
    ['form-action', "'self'"],
    ['frame-ancestors', "'none'"],
    ...(isSecure ? [['upgrade-insecure-requests']] : []),
  ]
  return rules.map((rule) => rule.join(' ')).join('; ')
}
