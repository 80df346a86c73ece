const PERSONAL = new Set(
  'billing_details shipping address email name phone description receipt_email customer_email customer_name customer_phone customer_address customer_details owner individual evidence tax_id cardholder_name'.split(
    ' ',
  ),
)

/** A copy of a delivered body without who the payer is: nothing here reads that, so nothing here keeps it. */
export function withoutPersonalParts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPersonalParts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, PERSONAL.has(key) ? null : withoutPersonalParts(part)]),
  )
}
