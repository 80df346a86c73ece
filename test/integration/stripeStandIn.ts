import Stripe from 'stripe'
import { type StripeFake, type StripeFakeOptions, startStripeFake } from '../../stripe-fake/startStripeFake.ts'

export const SECRET_KEY = 'sk_test_standin'
export const PUBLISHABLE_KEY = 'pk_test_standin'
export const WEBHOOK_SECRET = 'whsec_standin'

type Json = Record<string, unknown>

export type StandIn = StripeFake & {
  /** The SDK with the secret key, without retries of its own. */
  stripe: Stripe
  /** One control route: `control('advance', { businessDays: 4 })`. */
  control: (route: string, body?: Json) => Promise<Json>
  /** One of the lists under `/_fake`. */
  list: (route: string) => Promise<Json[]>
  /** A raw call of the API, as a browser or a program without the SDK makes it. */
  call: (
    method: string,
    path: string,
    options?: { key?: string; params?: Record<string, string>; headers?: Record<string, string> },
  ) => Promise<{ status: number; body: Json; headers: Headers }>
}

/** The SDK against any address that speaks Stripe's API. */
export function sdkFor(url: string, key = SECRET_KEY): Stripe {
  const { hostname, port } = new URL(url)
  return new Stripe(key, { host: hostname, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 })
}

type ApiCall = { method: string; path: string } & NonNullable<Parameters<StandIn['call']>[2]>

async function callApi(url: string, call: ApiCall): ReturnType<StandIn['call']> {
  const { method, path, key = SECRET_KEY, params = {}, headers = {} } = call
  const query = new URLSearchParams(params).toString()
  const isGet = method === 'GET'
  const response = await fetch(`${url}${path}${isGet && query ? `?${query}` : ''}`, {
    method,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    ...(isGet ? {} : { body: query }),
  })
  return { status: response.status, body: (await response.json()) as Json, headers: response.headers }
}

/** Starts the stand-in on a free port. */
export async function startStandIn(options: Partial<StripeFakeOptions> = {}): Promise<StandIn> {
  const fake = await startStripeFake({ port: 0, secretKey: SECRET_KEY, publishableKey: PUBLISHABLE_KEY, ...options })
  const control = async (route: string, body: Json = {}): Promise<Json> => {
    const response = await fetch(`${fake.url}/_fake/${route}`, { method: 'POST', body: JSON.stringify(body) })
    const answer = (await response.json()) as Json
    if (!response.ok) throw new Error(`${route}: ${String(answer.error)}`)
    return answer
  }
  const list = async (route: string): Promise<Json[]> => {
    const { data } = (await (await fetch(`${fake.url}/_fake/${route}`)).json()) as { data: Json[] }
    return data
  }
  const call: StandIn['call'] = (method, path, given) => callApi(fake.url, { method, path, ...given })
  return { ...fake, stripe: sdkFor(fake.url), control, list, call }
}
