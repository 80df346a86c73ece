import type { Payload } from 'payload'
import { portalOptions } from '../../options/portalOptions.ts'
import { askSource } from '../askSource.ts'
import type { BillingSource } from '../BillingSource.ts'
import { errorText } from '../errorText.ts'
import { isPassing } from '../sync/isPassing.ts'
import { SyncStopped } from '../sync/SyncStopped.ts'
import { findLinked } from './findLinked.ts'
import { isSame } from './isSame.ts'
import { mergeFresh } from './mergeFresh.ts'

/** `fresh`: the mirror now holds what the billing system said a moment ago. `known`: it could not be asked, the mirror is as it was. */
export type Balances = 'fresh' | 'known'

type Args = { payload: Payload; source: string; invoices: readonly number[] }

type Outcome = {
  balances: Balances
  /** False for a source that cannot be asked for single invoices. */
  isChecked: boolean
  /** It did answer, and that so many of these invoices are gone that it is not believed without somebody looking. */
  isDoubted?: true
}

/** Something came in between, a sync perhaps, or held the invoices: then they are read once more. */
const TRIES = 2

type Read = { source: BillingSource; ask: NonNullable<BillingSource['readInvoices']>; until: number }

async function merge(args: Parameters<typeof mergeFresh>[0]): Promise<boolean> {
  try {
    return await mergeFresh(args)
  } catch (error) {
    if (isPassing(error)) return false
    throw error
  }
}

/** True when the mirror now holds what was read. */
async function readOnce({ payload, invoices }: Args, { source, ask, until }: Read): Promise<boolean> {
  const linked = await findLinked(payload, invoices)
  if (!linked) return false
  const { externalIds, references } = linked
  const answer = await askSource({
    source,
    what: 'invoices',
    seconds: Math.max(0.1, (until - Date.now()) / 1000),
    rest: portalOptions(payload).times.sourceRest,
    ask: (signal) => ask.call(source, externalIds, { references, signal }),
  })
  const wanted = new Set<string | null>(externalIds)
  const lookup = { ...answer, rows: answer.rows.filter(({ externalId }) => wanted.has(externalId)) }
  const mayRelease = lookup.contained === null ? references.length > 0 : lookup.contained.size > 0
  if (!mayRelease && (await isSame({ payload, source: source.key, wanted: externalIds.length, lookup }))) return true
  return await merge({ payload, source: source.key, linked, lookup })
}

/**
 * Reads these invoices of one source again before they are paid, within `times.payRead` seconds, and brings the mirror up to
 * date as a sync does: yesterday's cheque is then not paid a second time today. Never throws for the source's faults: the log
 * says why, and the mirror stays as it is. No lock is held and no transaction is open while the source is asked.
 */
export async function refreshInvoices(args: Args): Promise<Outcome> {
  const { payload, source: key } = args
  const { sources, times } = portalOptions(payload)
  const source = sources.find((each) => each.key === key)
  if (!source?.readInvoices) return { balances: 'known', isChecked: false }
  const read = { source, ask: source.readInvoices, until: Date.now() + times.payRead * 1000 }
  try {
    for (let attempt = 1; attempt <= TRIES; attempt += 1)
      if (await readOnce(args, read)) return { balances: 'fresh', isChecked: true }
  } catch (error) {
    payload.logger.warn({ source: key, reason: errorText(error) }, 'Invoices could not be read again before a payment')
    if (error instanceof SyncStopped && error.why === 'vanishing')
      return { balances: 'known', isChecked: true, isDoubted: true }
  }
  return { balances: 'known', isChecked: true }
}
