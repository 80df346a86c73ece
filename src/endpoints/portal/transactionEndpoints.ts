import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import type { ReadRequest } from '../../base/ReadRequest.ts'
import { renderReceipt } from '../../documents/renderReceipt.ts'
import { type PortalTransaction, readOwnTransaction, readTransactionPage } from '../../history/readTransactions.ts'
import { readFirmLook } from '../../settings/readFirmLook.ts'
import { queryPage } from '../connect/readQuery.ts'
import { requirePayer, routeId } from '../request/callers.ts'
import { pdf } from '../request/pdf.ts'
import { readEndpoint } from '../request/readEndpoint.ts'
import { recordDownload } from './recordDownload.ts'

async function requireOwn(req: ReadRequest): Promise<PortalTransaction> {
  const payer = requirePayer(req, 'view')
  const id = routeId(req)
  const transaction = id === null ? null : await readOwnTransaction(req.payload, { payer: payer.id, id })
  if (!transaction) throw new PortalError('transaction_not_found')
  return transaction
}

/** `GET /api/portal/transactions`, `…/:id` and `…/:id/receipt.pdf`: own ones, also when an invoice left the scope. */
export const transactionEndpoints: Endpoint[] = [
  readEndpoint({
    path: '/portal/transactions',
    read: (req) => readTransactionPage(req.payload, { payer: requirePayer(req, 'view').id, ...queryPage(req) }),
  }),
  readEndpoint({ path: '/portal/transactions/:id', read: requireOwn }),
  {
    path: '/portal/transactions/:id/receipt.pdf',
    method: 'get',
    handler: async (req) => {
      const payer = requirePayer(req, 'view')
      const transaction = await requireOwn(req)
      // Only money that moved has a receipt.
      if (transaction.status !== 'succeeded') throw new PortalError('transaction_not_found')
      await recordDownload(req, { transaction: transaction.id })
      const firm = await readFirmLook(req.payload)
      return pdf(
        await renderReceipt({ transaction, payerName: payer.name || payer.email, firm }),
        `receipt-${transaction.reference}`,
      )
    },
  },
]
