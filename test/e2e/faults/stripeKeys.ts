export const STRIPE_KEYS = {
  secretKey: 'sk_test_faults',
  publishableKey: 'pk_test_faults',
  webhookSecret: 'whsec_faults',
}
