export { payerPortal } from './plugin.ts'
export type { CollectionOverride, MerchantAccount, PayerPortalOptions, PortalTimes } from './options/types.ts'
export type { BillingSource } from './connect/BillingSource.ts'
export type { PaymentGateway } from './payments/PaymentGateway.ts'
