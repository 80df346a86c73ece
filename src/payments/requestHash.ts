import { createHash } from 'node:crypto'
import type { PaymentRequest } from './PaymentRequest.ts'

/** The same for requests that ask for the same, whatever the order of their allocations. */
export function requestHash({ amount, currency, allocations, choice }: PaymentRequest): string {
  const lines = [...allocations]
    .sort((a, b) => a.invoice - b.invoice)
    .map(({ invoice, amount: part }) => [invoice, part])
  const by = 'method' in choice ? ['method', choice.method] : ['token', choice.confirmationToken, choice.save]
  return createHash('sha256')
    .update(JSON.stringify([amount, currency, lines, by]))
    .digest('hex')
}
