import type Stripe from 'stripe'

/**
 * What a browser sends to make a confirmation token. The server SDK has no type for it, so it is put
 * together from the published types of its parts.
 */
export type BrowserConfirmationTokenParams = {
  payment_method_data: Pick<
    Stripe.PaymentMethodCreateParams,
    'type' | 'card' | 'us_bank_account' | 'billing_details' | 'allow_redisplay'
  >
  return_url?: string
  setup_future_usage?: 'off_session' | 'on_session'
  expand?: string[]
}

/** Every request body and query that the stand-in takes, by name. A JSON Schema is derived from each. */
export type Requests = {
  AccountRetrieve: Stripe.AccountRetrieveParams
  BalanceTransactionList: Stripe.BalanceTransactionListParams
  BalanceTransactionRetrieve: Stripe.BalanceTransactionRetrieveParams
  BrowserConfirmationToken: BrowserConfirmationTokenParams
  ChargeList: Stripe.ChargeListParams
  ChargeRetrieve: Stripe.ChargeRetrieveParams
  ConfirmationTokenRetrieve: Stripe.ConfirmationTokenRetrieveParams
  ConfirmationTokenTest: NonNullable<Parameters<Stripe['testHelpers']['confirmationTokens']['create']>[0]>
  CustomerCreate: Stripe.CustomerCreateParams
  CustomerDelete: Stripe.CustomerDeleteParams
  CustomerList: Stripe.CustomerListParams
  CustomerListPaymentMethods: Stripe.CustomerListPaymentMethodsParams
  CustomerRetrieve: Stripe.CustomerRetrieveParams
  CustomerRetrievePaymentMethod: Stripe.CustomerRetrievePaymentMethodParams
  CustomerUpdate: Stripe.CustomerUpdateParams
  DisputeClose: Stripe.DisputeCloseParams
  DisputeList: Stripe.DisputeListParams
  DisputeRetrieve: Stripe.DisputeRetrieveParams
  EventList: Stripe.EventListParams
  EventRetrieve: Stripe.EventRetrieveParams
  MandateRetrieve: Stripe.MandateRetrieveParams
  PaymentIntentCancel: Stripe.PaymentIntentCancelParams
  PaymentIntentConfirm: Stripe.PaymentIntentConfirmParams
  PaymentIntentCreate: Stripe.PaymentIntentCreateParams
  PaymentIntentList: Stripe.PaymentIntentListParams
  PaymentIntentRetrieve: Stripe.PaymentIntentRetrieveParams
  PaymentIntentUpdate: Stripe.PaymentIntentUpdateParams
  PaymentMethodAttach: Stripe.PaymentMethodAttachParams
  PaymentMethodCreate: Stripe.PaymentMethodCreateParams
  PaymentMethodDetach: Stripe.PaymentMethodDetachParams
  PaymentMethodList: Stripe.PaymentMethodListParams
  PaymentMethodRetrieve: Stripe.PaymentMethodRetrieveParams
  RefundCancel: Stripe.RefundCancelParams
  RefundCreate: Stripe.RefundCreateParams
  RefundList: Stripe.RefundListParams
  RefundRetrieve: Stripe.RefundRetrieveParams
  RefundUpdate: Stripe.RefundUpdateParams
  SetupIntentCancel: Stripe.SetupIntentCancelParams
  SetupIntentConfirm: Stripe.SetupIntentConfirmParams
  SetupIntentCreate: Stripe.SetupIntentCreateParams
  SetupIntentList: Stripe.SetupIntentListParams
  SetupIntentRetrieve: Stripe.SetupIntentRetrieveParams
}

/** Every object that the stand-in answers with, by name. */
export type Answers = {
  Account: Stripe.Account
  BalanceTransaction: Stripe.BalanceTransaction
  BalanceTransactionList: Stripe.ApiList<Stripe.BalanceTransaction>
  Charge: Stripe.Charge
  ChargeList: Stripe.ApiList<Stripe.Charge>
  ConfirmationToken: Stripe.ConfirmationToken
  Customer: Stripe.Customer | Stripe.DeletedCustomer
  CustomerList: Stripe.ApiList<Stripe.Customer>
  Dispute: Stripe.Dispute
  DisputeList: Stripe.ApiList<Stripe.Dispute>
  Event: Stripe.EventBase
  EventList: Stripe.ApiList<Stripe.EventBase>
  Mandate: Stripe.Mandate
  PaymentIntent: Stripe.PaymentIntent
  PaymentIntentList: Stripe.ApiList<Stripe.PaymentIntent>
  PaymentMethod: Stripe.PaymentMethod
  PaymentMethodList: Stripe.ApiList<Stripe.PaymentMethod>
  Refund: Stripe.Refund
  RefundList: Stripe.ApiList<Stripe.Refund>
  SetupIntent: Stripe.SetupIntent
  SetupIntentList: Stripe.ApiList<Stripe.SetupIntent>
}
