import type { Payload } from 'payload'
import { gatewayOf } from './gatewayOf.ts'
import type { GatewayPayment, PaymentGateway } from './PaymentGateway.ts'
import { withCustomer } from './withCustomer.ts'

type Asked = Omit<Parameters<PaymentGateway['createPayment']>[0], 'customer' | 'idempotencyKey'>

/** Makes the payer's payment at the gateway; nothing is charged yet. Asked again, it finds the one that an interrupted call made. */
export const makeAtGateway = (payload: Payload, payer: number, asked: Asked): Promise<GatewayPayment> =>
  withCustomer(payload, payer, (customer) =>
    gatewayOf(payload).createPayment({
      ...asked,
      customer,
      idempotencyKey: `${asked.reference}-create-${customer}`,
    }),
  )
