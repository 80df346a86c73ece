const INTENT = [
  'id',
  'object',
  'amount',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'last_setup_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'status',
  'usage',
]

/** The fields that a browser with a publishable key gets to see: of intents, no customer and no metadata. */
export function publicView(answer: object): object {
  if (!('object' in answer) || !['payment_intent', 'setup_intent'].includes(String(answer.object))) return answer
  return Object.fromEntries(Object.entries(answer).filter(([field]) => INTENT.includes(field)))
}
