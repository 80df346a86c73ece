import type { SourceLookup } from '../../BillingSource.ts'
import { rowToInvoice } from '../../rowToInvoice.ts'
import { withinTime } from '../../withinTime.ts'
import { listed } from '../listed.ts'
import { NotRun } from '../NotRun.ts'
import type { SourceCheckRun, SourceTestRun } from '../SourceTestRun.ts'

/** Ids that no invoice has; characters that patterns and statements are made of. */
const NOBODY = ['987654321', "no'body%_", '', 'x'.repeat(300)]

function lookup({ source, callSeconds }: SourceTestRun, ids: string[]): Promise<SourceLookup> {
  if (!source.readInvoices) throw new NotRun('The source has no readInvoices().')
  return withinTime(source.readInvoices(ids, { references: ['PP-T-NEVER'] }), callSeconds)
}

/** The first, the last, and some between, each once. */
async function sampleIds({ firstRead }: SourceTestRun): Promise<string[]> {
  const { rows } = await firstRead()
  const ids = rows.map((row) => row.externalId).filter((id): id is string => id !== null)
  const step = Math.max(1, Math.floor(ids.length / 20))
  const sample = ids.filter((_id, at) => at % step === 0 || at === ids.length - 1)
  if (sample.length === 0) throw new NotRun('There is no invoice to look for.')
  return sample
}

const valuesOf = (row: Parameters<typeof rowToInvoice>[0]) => JSON.stringify(rowToInvoice({ ...row, place: '' }))

async function exact(test: SourceTestRun): Promise<string[]> {
  const ids = await sampleIds(test)
  const { rows, contained } = await lookup(test, [...ids, ...NOBODY, ...ids])
  const { rows: all } = await test.firstRead()
  const whole = new Map(all.map((row) => [row.externalId, valuesOf(row)]))
  const found = rows.map((row) => row.externalId)
  const missing = ids.filter((id) => !found.includes(id))
  const others = found.filter((id) => id === null || !ids.includes(id))
  const different = rows.filter((row) => whole.has(row.externalId) && whole.get(row.externalId) !== valuesOf(row))
  return [
    ...(missing.length > 0 ? [`invoices that are there were not answered: ${listed(missing)}`] : []),
    ...(others.length > 0 ? [`invoices were answered that nobody asked for: ${listed(others)}`] : []),
    ...(new Set(found).size < found.length ? ['an invoice was answered twice'] : []),
    ...(different.length > 0
      ? [`invoices differ from those of a whole read: ${listed(different.map((row) => row.externalId))}`]
      : []),
    ...(contained?.size ? ['a reference that was never posted is said to be contained'] : []),
  ]
}

/** What is gone is not answered; nothing is kept from before. Deletes one invoice. */
async function fresh(test: SourceTestRun): Promise<string[]> {
  const { world } = test
  if (!world.remove) throw new NotRun('`remove` is not given.')
  const [gone = '', ...others] = (await sampleIds(test)).toReversed()
  await lookup(test, [gone])
  await world.remove([gone])
  const { rows } = await lookup(test, [gone, ...others])
  return rows.some((row) => row.externalId === gone) ? [`${gone} was deleted and is still answered`] : []
}

/** What reading single invoices must hold. */
export const lookupChecks: SourceCheckRun[] = [{ name: 'lookup-exact', run: exact }]

/** Deletes, so it stands among the checks that change the test system. */
export const lookupFresh: SourceCheckRun = { name: 'lookup-fresh', run: fresh }
