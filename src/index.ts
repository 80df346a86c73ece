export type { BillingSource } from './connect/BillingSource.ts'
export type { CollectionOverride, MerchantAccount, PayerPortalOptions, PortalTimes } from './options/types.ts'
export type { PaymentGateway } from './payments/PaymentGateway.ts'
export { payerPortal } from './plugin.ts'
