import type { IncomingHttpHeaders } from 'node:http'
import qs from 'qs'
import { authenticate, type Keys, secretKeyRequired } from '../api/authenticate.ts'
import { expand } from '../api/expand.ts'
import type { Fake } from '../api/Fake.ts'
import { checkHandRules, checkUnderstood } from '../api/handRules.ts'
import type { Idempotency } from '../api/Idempotency.ts'
import type { Route } from '../api/route.ts'
import { StripeFault } from '../api/StripeFault.ts'
import { apiRoutes } from '../resources/apiRoutes.ts'
import { newId } from '../state/newId.ts'
import { publicView } from './publicView.ts'

export type ApiRequest = { method: string; path: string; query: string; body: string; headers: IncomingHttpHeaders }
export type ApiAnswer = { status: number; body: string; headers: Record<string, string>; events: string[] }
export type ApiContext = { fake: Fake; keys: Keys; idempotency: Idempotency }
type Begun = {
  route: Route
  match: RegExpExecArray
  params: Record<string, unknown>
  isPublishable: boolean
  clientSecret: unknown
}

function findRoute(method: string, path: string): { route: Route; match: RegExpExecArray } {
  for (const route of apiRoutes) {
    const match = route.method === method ? route.pattern.exec(path) : null
    if (match) return { route, match }
  }
  throw new StripeFault(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  })
}

/** Everything that can be refused before the operation starts, and so is not kept under an idempotency key. */
function begin({ fake, keys }: ApiContext, request: ApiRequest): Begun {
  const isPublishable = authenticate(request.headers, keys) === 'publishable'
  const { route, match } = findRoute(request.method, request.path)
  if (isPublishable && !route.isPublic) throw secretKeyRequired()
  const text = request.method === 'POST' ? request.body : request.query
  const params: Record<string, unknown> = qs.parse(text, { depth: 12, arrayLimit: 200 })
  const clientSecret = params.client_secret
  if (isPublishable) delete params.client_secret
  fake.judge.checkRequest(route.params, params)
  checkUnderstood(params, route.understands)
  checkHandRules(params)
  return { route, match, params, isPublishable, clientSecret }
}

/** With a publishable key an intent is reached by its client secret only. */
function checkClientSecret(fake: Fake, { match, isPublishable, clientSecret }: Begun): void {
  if (!isPublishable || !match[1]) return
  const intent = fake.store.get('payment_intent', match[1]) ?? fake.store.get('setup_intent', match[1])
  if (!intent || !clientSecret || intent.client_secret !== clientSecret) {
    const message = 'The client_secret provided does not match any associated intent on this account.'
    throw new StripeFault(400, {
      type: 'invalid_request_error',
      code: 'resource_missing',
      message,
      param: 'client_secret',
    })
  }
}

function run(fake: Fake, begun: Begun): string {
  const { route, match, params, isPublishable } = begun
  checkClientSecret(fake, begun)
  const answer = route.run({ fake, params, id: match[1] ?? '', part: match[2] ?? '', isPublishable })
  const whole = expand(fake.store, answer, params.expand as string[] | undefined)
  fake.judge.checkAnswer(route.answer, whole, `${route.method} ${match[0]}`)
  return JSON.stringify(isPublishable ? publicView(whole) : whole)
}

/** Errors of ours are 500s, as Stripe's own are. */
function faultOf(error: unknown): StripeFault {
  if (error instanceof StripeFault) return error
  return new StripeFault(500, { type: 'api_error', message: error instanceof Error ? error.message : String(error) })
}

function runKept(context: ApiContext, request: ApiRequest): { status: number; body: string; isReplay: boolean } {
  const key = request.method === 'POST' ? String(request.headers['idempotency-key'] ?? '') : ''
  const fingerprint = `${request.method} ${request.path} ${request.body}`
  const begun = begin(context, request)
  const kept = key ? context.idempotency.begin(key, fingerprint) : null
  if (kept) return { ...kept, isReplay: true }
  let result = { status: 200, body: '' }
  try {
    result.body = run(context.fake, begun)
  } catch (error) {
    const fault = faultOf(error)
    result = { status: fault.status, body: JSON.stringify({ error: fault.body }) }
  }
  if (key) context.idempotency.end(key, { fingerprint, ...result })
  return { ...result, isReplay: false }
}

/** Answers one call of Stripe's API. */
export function answerApi(context: ApiContext, request: ApiRequest): ApiAnswer {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'request-id': newId('req') }
  try {
    const { status, body, isReplay } = runKept(context, request)
    if (isReplay) headers['idempotent-replayed'] = 'true'
    return { status, body, headers, events: context.fake.outbox.splice(0) }
  } catch (error) {
    const fault = faultOf(error)
    return {
      status: fault.status,
      body: JSON.stringify({ error: fault.body }),
      headers,
      events: context.fake.outbox.splice(0),
    }
  }
}
