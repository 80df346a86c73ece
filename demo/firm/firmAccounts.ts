import type { PayerPortalOptions } from 'payload-plugin-payer-portal'
import { FIRM_ACCOUNTS } from './firmQueries.ts'

type Account = PayerPortalOptions['accounts'][string]

/** How the sample firm books what comes in: its own codes, and a line in the client's account that names our reference. */
const books = (key: keyof typeof FIRM_ACCOUNTS, ledgerCode: string): NonNullable<Account['posting']> => ({
  bankAccount: FIRM_ACCOUNTS[key],
  ledgerCode,
  transactionType: { payment: 'RCPT', reversal: 'RCPT-REV' },
  arMessage: 'Client portal {reference}',
})

/** The firm's merchant accounts. */
export const firmAccounts: PayerPortalOptions['accounts'] = {
  'operating-ny': { label: 'New York operating account', kind: 'operating', posting: books('operating-ny', '1010') },
  'operating-tokyo': { label: 'Tokyo operating account', kind: 'operating', posting: books('operating-tokyo', '1020') },
  // The trust ledger is kept by the day of entry.
  'trust-ny': {
    label: 'New York client trust account',
    kind: 'trust',
    posting: { ...books('trust-ny', '2100'), postedDate: 'posting' },
  },
}
