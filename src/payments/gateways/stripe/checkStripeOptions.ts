export type StripeGatewayOptions = {
  /** `sk_test_…`, `sk_live_…` or a restricted key `rk_…`. Never leaves the server. */
  secretKey: string
  /** `pk_test_…` or `pk_live_…`, of the same mode. */
  publishableKey: string
  /** Signing secret of the webhook endpoint, `whsec_…`. */
  webhookSecret: string
  /**
   * Origin of another server that speaks Stripe's API, for tests and the demo. Refused with a live key.
   * @default Stripe's
   * @example 'http://127.0.0.1:12111'
   */
  apiBase?: string
  /** Address of another `stripe.js`, for tests and the demo. Refused with a live key. @default Stripe's */
  scriptUrl?: string
}

function refuse(option: string, problem: string): never {
  throw new Error(`stripeGateway: \`${option}\` ${problem}`)
}

function modeOf(option: string, key: string, form: RegExp): string {
  const mode = typeof key === 'string' ? form.exec(key)?.[1] : undefined
  return mode ?? refuse(option, `must look like ${form.source.replaceAll(/[\^()?:\\]/g, '')}`)
}

function checkAddress(option: string, address: string | undefined): void {
  if (address !== undefined && !(URL.canParse(address) && /^https?:$/.test(new URL(address).protocol))) {
    refuse(option, 'must be an http or https address')
  }
}

/** Checks keys and addresses. Throws an Error that names the option, and never shows a key. */
export function checkStripeOptions(options: StripeGatewayOptions): { isLive: boolean } {
  const mode = modeOf('secretKey', options.secretKey, /^(?:sk|rk)_(test|live)_\w+/)
  const publishable = modeOf('publishableKey', options.publishableKey, /^pk_(test|live)_\w+/)
  if (mode !== publishable) refuse('publishableKey', `is a ${publishable} key and \`secretKey\` a ${mode} key`)
  modeOf('webhookSecret', options.webhookSecret, /^(whsec)_\w+/)
  checkAddress('apiBase', options.apiBase)
  checkAddress('scriptUrl', options.scriptUrl)
  if (options.apiBase && new URL(options.apiBase).pathname !== '/')
    refuse('apiBase', 'must be an origin without a path')
  const isLive = mode === 'live'
  if (isLive && options.apiBase) refuse('apiBase', 'cannot be set with a live key')
  if (isLive && options.scriptUrl) refuse('scriptUrl', 'cannot be set with a live key')
  return { isLive }
}
