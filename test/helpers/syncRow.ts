import type { SourceRow } from '../../src/connect/BillingSource.ts'

/** The invoice number `at` of a source of very many, of one of 500 clients. */
export const syncRow = (at: number): SourceRow => ({
  externalId: `id-${at}`,
  number: `N-${at}`,
  clientNumber: `C-${at % 500}`,
  clientName: `Client ${at % 500}`,
  matters: [{ matterNumber: `M-${at % 17}`, matterDescription: `Matter ${at % 17}` }],
  issuedOn: '2026-01-01',
  dueOn: '2026-02-01',
  currency: 'usd',
  total: '100.00',
  balance: '50.00',
  account: 'operating-ny',
  isVoid: false,
  memo: 'For professional services '.repeat(10),
})
