import type { Route } from '../api/route.ts'
import { accountRoutes } from './account.ts'
import { balanceRoutes } from './balance.ts'
import { chargeRoutes } from './charges.ts'
import { confirmationTokenRoutes } from './confirmationTokens.ts'
import { customerRoutes } from './customers.ts'
import { disputeRoutes } from './disputes.ts'
import { eventRoutes } from './events.ts'
import { mandateRoutes } from './mandates.ts'
import { paymentIntentRoutes } from './paymentIntents.ts'
import { paymentMethodRoutes } from './paymentMethods.ts'
import { refundRoutes } from './refunds.ts'
import { setupIntentRoutes } from './setupIntents.ts'

/** Every operation of Stripe's API that the stand-in plays. Anything else is a 404. */
export const apiRoutes: readonly Route[] = [
  ...accountRoutes,
  ...balanceRoutes,
  ...chargeRoutes,
  ...confirmationTokenRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...mandateRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...refundRoutes,
  ...setupIntentRoutes,
]
