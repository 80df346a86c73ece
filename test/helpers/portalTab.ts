import { createPortalClient, type PortalClient } from '../../src/portal/api/portalClient.ts'
import type { Id } from '../../src/portal/api/types.ts'
import type { Host } from './host/bootHost.ts'

export type PortalTab = PortalClient & {
  /** How often the client said that the login does not act for its record. */
  gone: () => number
  /** The status of a download, as a press on its link asks for it. */
  get(url: string): Promise<number>
}

/** One tab of a browser: the portal's own client over the browser's cookies, for the record or view that the tab shows. */
export function portalTab(
  host: Pick<Host, 'fetch'>,
  { cookie, payer = null, view = null }: { cookie: string; payer?: Id | null; view?: string | null },
): PortalTab {
  let gone = 0
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  const client = createPortalClient({
    apiPath: '/api',
    payer,
    view,
    onLoginRequired: () => undefined,
    onPayerGone: () => {
      gone += 1
    },
    fetch: (url, init) =>
      host.fetch(String(url), {
        method: init?.method,
        headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers },
        ...(init?.body ? { body: init.body } : {}),
      }),
  })
  return { ...client, gone: () => gone, get: async (url) => (await host.fetch(url, { headers })).status }
}
