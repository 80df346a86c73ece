const KINDS: Readonly<Record<string, string>> = { card: 'card', us_bank_account: 'bank account' }

/** A kept payment method in words, like `Visa ending in 4242`. */
export function paymentMethodText({
  type,
  brand,
  last4,
}: {
  type: string
  brand: string | null
  last4: string | null
}) {
  const name = brand ? brand.charAt(0).toUpperCase() + brand.slice(1) : (KINDS[type] ?? type)
  return last4 ? `${name} ending in ${last4}` : name
}
