/** How a decline reads: Stripe's `code`, `decline_code` and message. */
export type Decline = { code: string; declineCode?: string; message: string }

/** How a test card or bank account behaves. */
export type Behaviour = {
  /** Declined when charged. */
  decline?: Decline
  /** Declined already when it is kept for later. */
  declineSetup?: Decline
  /** 3-D Secure: every time, or until it was set up once. */
  authentication?: 'always' | 'untilSetUp'
  /** What comes after a success. */
  dispute?: 'dispute' | 'inquiry'
  refund?: 'pending' | 'fails'
  /** A bank debit that stays in `processing`. */
  neverSettles?: boolean
}

export type TestCard = { number: string; token: string; brand: string; behaviour: Behaviour }
export type TestBank = { account: string; token: string; behaviour: Behaviour }

const decline = (declineCode: string, message = 'Your card was declined.', code = 'card_declined'): Decline => ({
  code,
  declineCode,
  message,
})

const GENERIC = decline('generic_decline')
const FUNDS = decline('insufficient_funds', 'Your card has insufficient funds.')
const EXPIRED = decline('expired_card', 'Your card has expired.', 'expired_card')
const CVC = decline('incorrect_cvc', "Your card's security code is incorrect.", 'incorrect_cvc')
const BUSY = decline(
  'processing_error',
  'An error occurred while processing your card. Try again in a little bit.',
  'processing_error',
)

function card(number: string, token: string, behaviour: Behaviour = {}): TestCard {
  return { number, token: `pm_card_${token}`, brand: 'visa', behaviour }
}
function branded(number: string, brand: string): TestCard {
  return { number, token: `pm_card_${brand}`, brand, behaviour: {} }
}
function declined(number: string, token: string, how: Decline): TestCard {
  return card(number, token, { decline: how, declineSetup: how })
}

/** Stripe's test cards, as far as the stand-in plays them. */
export const TEST_CARDS: readonly TestCard[] = [
  card('4242424242424242', 'visa'),
  card('4000056655665556', 'visa_debit'),
  branded('5555555555554444', 'mastercard'),
  branded('378282246310005', 'amex'),
  branded('6011111111111117', 'discover'),
  declined('4000000000000002', 'chargeDeclined', GENERIC),
  declined('4000000000009995', 'chargeDeclinedInsufficientFunds', FUNDS),
  declined('4000000000009987', 'chargeDeclinedLostCard', decline('lost_card')),
  declined('4000000000009979', 'chargeDeclinedStolenCard', decline('stolen_card')),
  declined('4000000000000069', 'chargeDeclinedExpiredCard', EXPIRED),
  declined('4000000000000127', 'chargeDeclinedIncorrectCvc', CVC),
  declined('4000000000000119', 'chargeDeclinedProcessingError', BUSY),
  card('4000000000000341', 'chargeCustomerFail', { decline: GENERIC }),
  card('4000002760003184', 'authenticationRequired', { authentication: 'always' }),
  card('4000000000003220', 'threeDSecure2Required', { authentication: 'always' }),
  card('4000002500003155', 'authenticationRequiredOnSetup', { authentication: 'untilSetUp' }),
  card('4000008400001629', 'threeDSecureRequiredChargeDeclined', { authentication: 'always', decline: GENERIC }),
  card('4000000000007726', 'pendingRefund', { refund: 'pending' }),
  card('4000000000005126', 'refundFail', { refund: 'fails' }),
  card('4000000000000259', 'createDispute', { dispute: 'dispute' }),
  card('4000000000001976', 'createDisputeInquiry', { dispute: 'inquiry' }),
]

function bank(account: string, token: string, behaviour: Behaviour = {}): TestBank {
  return { account, token: `pm_usBankAccount_${token}`, behaviour }
}
function returned(account: string, token: string, how: [code: string, message: string]): TestBank {
  return bank(account, token, { decline: { code: how[0], message: how[1] } })
}

/** The one routing number of Stripe's test bank. */
export const TEST_ROUTING = '110000000'

/** Stripe's test bank accounts. The return codes are from general knowledge: see the README. */
export const TEST_BANKS: readonly TestBank[] = [
  bank('000123456789', 'success'),
  returned('000111111113', 'accountClosed', ['account_closed', "The customer's bank account has been closed."]),
  returned('000111111116', 'noAccount', ['no_account', "The customer's bank account could not be located."]),
  returned('000222222227', 'insufficientFunds', [
    'insufficient_funds',
    "The customer's account has insufficient funds to cover this payment.",
  ]),
  returned('000333333335', 'debitNotAuthorized', [
    'debit_not_authorized',
    'The customer has notified their bank that this payment was unauthorized.',
  ]),
  returned('000444444440', 'invalidCurrency', [
    'invalid_currency',
    'The bank was unable to process this payment because of its currency.',
  ]),
  returned('000777777771', 'weeklyLimitExceeded', [
    'charge_exceeds_weekly_limit',
    'This payment exceeds the weekly limit of the account.',
  ]),
  bank('000555555559', 'dispute', { dispute: 'dispute' }),
  bank('000000000009', 'processing', { neverSettles: true }),
]
