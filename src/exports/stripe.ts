export type { StripeGatewayOptions } from '../payments/gateways/stripe/checkStripeOptions.ts'
export { stripeGateway } from '../payments/gateways/stripe/stripeGateway.ts'
export type {
  GatewayEvent,
  GatewayMethod,
  GatewayMethodChoice,
  GatewayPayment,
  GatewayPaymentStatus,
  GatewayRefund,
  GatewaySetup,
  PaymentGateway,
} from '../payments/PaymentGateway.ts'
