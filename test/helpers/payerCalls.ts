import type { Answer, Host } from './host/bootHost.ts'

export type Headers = Record<string, string>

/** Calls of the payers' auth routes; the host may be booted later. */
export function payerCalls(host: () => Host) {
  const post = (route: string, body: unknown = {}, headers: Headers = {}): Promise<Answer> =>
    host().call(`/api/payers/${route}`, { method: 'POST', body, headers })
  const meOf = async (headers: Headers) => (await host().call('/api/payers/me', { headers })).body.user
  return { post, meOf }
}
