import type { PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { SLUGS } from '../../base/slugs.ts'

/** A transaction as the caller may read it, with the collection's access and hooks. */
export function readTransaction(req: PayloadRequest, id: number) {
  return req.payload.findByID({ collection: SLUGS.transactions, id, depth: 0, overrideAccess: false, req })
}

/** Runs a payment service; a refusal that names its transaction carries the whole of it. */
export async function withTransactionInError<Result>(
  req: PayloadRequest,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const data = error instanceof PortalError ? (error.data as Record<string, unknown> | null) : null
    if (!(error instanceof PortalError) || typeof data?.transaction !== 'number') throw error
    throw new PortalError(error.code, {
      message: error.message,
      data: { ...data, transaction: await readTransaction(req, data.transaction) },
    })
  }
}
