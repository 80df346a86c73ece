import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { StripeFault } from '../api/StripeFault.ts'
import type { Control } from '../control/controlRoutes.ts'
import { completeAction } from '../resources/completeAction.ts'

const TYPES: Record<string, string> = { js: 'text/javascript', html: 'text/html', css: 'text/css' }
const FILES: Record<string, string> = {
  '/stripe.js': 'stripe.js',
  '/elements/payment.html': 'payment.html',
  '/elements/payment.js': 'payment.js',
  '/elements/authenticate.html': 'authenticate.html',
  '/elements/authenticate.js': 'authenticate.js',
  '/elements/elements.css': 'elements.css',
}
const FRAME_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"

function serveFile(path: string, response: ServerResponse): void {
  const name = FILES[path]
  if (!name) {
    response.writeHead(404, { 'content-type': 'text/plain' })
    response.end('Not found')
    return
  }
  const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain'
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-cache',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    ...(type === 'text/html' && { 'content-security-policy': FRAME_POLICY }),
  }
  response.writeHead(200, headers)
  response.end(readFileSync(new URL(`../browser/${name}`, import.meta.url)))
}

/** The page for 3-D Secure says how it ended. It is served from here and knows the client secret. */
async function complete(context: Control, request: IncomingMessage): Promise<object> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  const { client_secret: secret, outcome } = JSON.parse(text) as { client_secret?: string; outcome?: string }
  const id = String(secret).split('_secret_')[0] ?? ''
  const intent = context.fake.store.get('payment_intent', id) ?? context.fake.store.get('setup_intent', id)
  if (!intent || intent.client_secret !== secret)
    throw new StripeFault(400, { type: 'invalid_request_error', message: 'Unknown client_secret.' })
  const { status } = completeAction(context.fake, id, outcome === 'succeeded' ? 'succeeded' : 'failed')
  context.fake.store.flush()
  void context.deliverer.take(context.fake.outbox.splice(0))
  return { status }
}

/** What a browser loads: the stand-in's `stripe.js`, and the pages that it shows in frames. */
export async function answerBrowser(
  context: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://stand-in').pathname
  if (!(request.method === 'POST' && path === '/elements/complete')) return serveFile(path, response)
  try {
    const answer = await complete(context, request)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  } catch (error) {
    if (!(error instanceof StripeFault || error instanceof SyntaxError)) throw error
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { message: error.message } }))
  }
}
