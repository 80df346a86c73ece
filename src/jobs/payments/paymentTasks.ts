import { cancelOpenPayments } from '../../payments/cancelOpenPayments.ts'
import { endUnpayable } from '../../payments/endUnpayable.ts'
import { processEvent } from '../../payments/events/processEvent.ts'
import { eraseCustomer } from '../../payments/methods/eraseCustomer.ts'
import { detachMethod } from '../../payments/methods/removeMethod.ts'
import { recoverPayment } from '../../payments/recoverPayment.ts'
import { recoverRefund } from '../../payments/refunds/recoverRefund.ts'
import { sweepPayments } from '../../payments/sweepPayments.ts'
import type { Task } from '../task.ts'

/** The jobs that look after payments. */
export const paymentTasks: Readonly<Record<string, Task>> = {
  /** `{ transaction }`: an interrupted payment. */
  recoverPayment: ({ transaction }, { payload }) => recoverPayment({ payload, transaction: Number(transaction) }),
  /** `{ transaction }`: the end of a reservation. */
  expirePayment: ({ transaction }, { payload }) => recoverPayment({ payload, transaction: Number(transaction) }),
  /** `{ transaction }`: an invoice of it has changed in the billing system. */
  endUnpayable: ({ transaction }, { payload }) => endUnpayable({ payload, transaction: Number(transaction) }),
  /** `{ transaction }`: an interrupted refund. */
  recoverRefund: ({ transaction }, { payload }) => recoverRefund({ payload, transaction: Number(transaction) }),
  /** `{ payer }`: login access or scope is gone. */
  cancelOpenPayments: ({ payer }, { payload }) => cancelOpenPayments({ payload, payer: Number(payer) }),
  /** `{ method }`: a removed payment method. */
  detachMethod: ({ method }, { payload }) => detachMethod({ payload, method: Number(method) }),
  /** `{ payer }`: an erased payer, at the gateway. */
  eraseCustomer: ({ payer }, { payload }) => eraseCustomer({ payload, payer: Number(payer) }),
  /** `{ event }`: something the gateway told. */
  processGatewayEvent: ({ event }, { payload }) => processEvent({ payload, event: String(event) }),
  /** Every minute. */
  sweepPayments: (_input, { payload }) => sweepPayments({ payload }),
}
