const ADVICE: Readonly<Record<string, string>> = {
  authentication_required: 'Your bank asks you to confirm this payment. Please try again and complete the check.',
  card_declined: 'Your bank declined this payment. Please call your bank or try another card.',
  expired_card: 'This card has expired. Please try another card.',
  incorrect_cvc: 'The security code is not right. Please check it and try again.',
  incorrect_number: 'The card number is not right. Please check it and try again.',
  insufficient_funds: 'There are not enough funds. Please try another card or bank account.',
  processing_error: 'The payment could not be processed. Please try again in a moment.',
}

/** What a payer is told about a failed payment: a code from a closed list and something useful to do. */
export function declineAdvice(code: string): { code: string; message: string } {
  const message = ADVICE[code]
  return message
    ? { code, message }
    : {
        code: 'card_declined',
        message: 'The payment could not be completed. Please try another payment method or call your bank.',
      }
}
