import type Stripe from 'stripe'

/** Metadata after a change, as Stripe merges it: an empty value deletes its key, an empty parameter deletes all. */
export function mergedMetadata(
  old: Stripe.Metadata,
  change: Record<string, string | number | null> | '' | null | undefined,
): Stripe.Metadata {
  if (change === undefined) return old
  if (change === null || change === '') return {}
  const merged: Stripe.Metadata = { ...old }
  for (const [key, value] of Object.entries(change)) {
    if (value === '' || value === null) delete merged[key]
    else merged[key] = String(value)
  }
  return merged
}
