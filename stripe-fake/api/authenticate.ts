import type { IncomingMessage } from 'node:http'
import { StripeFault } from './StripeFault.ts'

export type Keys = { secretKey: string; publishableKey: string }

function givenKey(headers: IncomingMessage['headers']): string {
  const [scheme, value = ''] = (headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() === 'bearer') return value
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? ''
  return ''
}

/** With which key was this called? Throws 401 when with none, or with another account's. */
export function authenticate(headers: IncomingMessage['headers'], keys: Keys): 'secret' | 'publishable' {
  const key = givenKey(headers)
  if (key && key === keys.secretKey) return 'secret'
  if (key && key === keys.publishableKey) return 'publishable'
  const message = key ? `Invalid API Key provided: ${key.slice(0, 8)}****` : 'You did not provide an API key.'
  throw new StripeFault(401, { type: 'invalid_request_error', message })
}

/** The refusal of a publishable key where a secret one is needed. */
export function secretKeyRequired(): StripeFault {
  return new StripeFault(401, {
    type: 'invalid_request_error',
    code: 'secret_key_required',
    message: 'This API call cannot be made with a publishable API key. Please use a secret API key.',
  })
}
