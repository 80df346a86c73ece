/** Stripe's smallest charges, in minor units, where they are not 50. Source: docs.stripe.com/currencies. */
const MINIMUMS: Readonly<Record<string, number>> = {
  aed: 200,
  bgn: 100,
  czk: 1500,
  dkk: 250,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  mxn: 1000,
  myr: 200,
  nok: 300,
  pln: 200,
  ron: 200,
  sek: 300,
  thb: 1000,
}

/** The smallest amount that Stripe charges in `currency`, in minor units. */
export function minimumStripeAmount(currency: string): number {
  return MINIMUMS[currency.toLowerCase()] ?? 50
}
