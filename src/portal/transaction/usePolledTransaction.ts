import { useEffect, useState } from 'react'
import type { Transaction } from '../api/types.ts'
import { isMoving } from '../logic/transactionState.ts'
import { usePortal } from '../state/PortalContext.tsx'
import { type Remote, useRemote } from '../state/useRemote.ts'

const EVERY = 1500
const TRIES = 20

/**
 * A transaction that is looked at again while its outcome is on its way: after the bank's check the
 * processor tells the server, not the page. `isChecking` ends when it is known, or after half a minute.
 */
export function usePolledTransaction(id: string, wasSent: boolean): Remote<Transaction> & { isChecking: boolean } {
  const { client } = usePortal()
  const remote = useRemote(`transaction ${id}`, (signal) => client.transaction(id, signal))
  const [tries, setTries] = useState(0)
  const { data, replace } = remote
  const isChecking = wasSent && tries < TRIES && (!data || isMoving(data))
  useEffect(() => {
    if (!isChecking || !data) return
    const timer = setTimeout(
      () => {
        // The first look makes the server ask the processor itself; later ones wait for what the processor tells it.
        const look = tries === 0 ? client.resume(id).then(({ transaction }) => transaction) : client.transaction(id)
        // A look that fails is made up for by the next one; after the last the page shows what is known.
        look.then(replace, () => undefined).finally(() => setTries(tries + 1))
      },
      tries === 0 ? 0 : EVERY,
    )
    return () => clearTimeout(timer)
  }, [isChecking, data, tries, client, id, replace])
  return { ...remote, isChecking }
}
