import { invalid } from './StripeFault.ts'

type Params = Record<string, unknown>

const INTEGERS = ['amount', 'limit']
const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()))

function checkIntegers(params: Params): void {
  for (const param of INTEGERS) {
    const value = params[param]
    if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 0)) {
      throw invalid(`Invalid integer: ${String(value)}`, { code: 'parameter_invalid_integer', param })
    }
  }
  if (params.amount !== undefined && Number(params.amount) < 1) {
    throw invalid('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    })
  }
  if (Number(params.amount ?? 0) > 99_999_999) {
    throw invalid('Amount must be no more than $999,999.99', { code: 'amount_too_large', param: 'amount' })
  }
  if (params.limit !== undefined && (Number(params.limit) < 1 || Number(params.limit) > 100)) {
    throw invalid('Limit must be between 1 and 100', { code: 'parameter_invalid_integer', param: 'limit' })
  }
}

function checkMetadata(metadata: unknown): void {
  if (typeof metadata !== 'object' || metadata === null) return
  const entries = Object.entries(metadata)
  if (entries.length > 50) throw invalid('Metadata can have up to 50 keys', { param: 'metadata' })
  for (const [key, value] of entries) {
    if (key.length > 40) throw invalid('Metadata keys can have up to 40 characters', { param: `metadata[${key}]` })
    if (String(value).length > 500) {
      throw invalid('Metadata values can have up to 500 characters', { param: `metadata[${key}]` })
    }
  }
}

/** Multiples in which some currencies count. Source: docs.stripe.com/currencies. */
const STEPS: Readonly<Record<string, number>> = { bhd: 10, jod: 10, kwd: 10, omr: 10, tnd: 10, isk: 100, ugx: 100 }

function checkSteps({ amount, currency }: Params): void {
  const step = STEPS[String(currency)] ?? 1
  if (amount !== undefined && Number(amount) % step !== 0)
    throw invalid(`Amounts in ${String(currency)} are multiples of ${step}.`, { param: 'amount' })
}

/** What types cannot say: whole amounts, known currencies, limits of metadata. Throws the 400 of Stripe's. */
export function checkHandRules(params: Params): void {
  checkIntegers(params)
  checkMetadata(params.metadata)
  checkSteps(params)
  const currency = params.currency
  if (typeof currency === 'string' && !CURRENCIES.has(currency.toLowerCase())) {
    throw invalid(`Invalid currency: ${currency}.`, { param: 'currency' })
  }
  if (
    currency === 'usd' &&
    params.payment_intent === undefined &&
    params.amount !== undefined &&
    Number(params.amount) < 50
  ) {
    throw invalid('Amount must be at least $0.50 usd', { code: 'amount_too_small', param: 'amount' })
  }
}

/** Refuses parameters that Stripe takes and the stand-in does not act on. */
export function checkUnderstood(params: Params, understands: readonly string[] | null): void {
  const strange = understands && Object.keys(params).find((param) => param !== 'expand' && !understands.includes(param))
  if (strange) {
    throw invalid(`The stand-in does not play the parameter ${strange}.`, {
      code: 'parameter_not_played',
      param: strange,
    })
  }
}
