import { NoAnswer } from '../../NoAnswer.ts'
import { listed } from '../listed.ts'
import { NotRun } from '../NotRun.ts'
import { readWhole } from '../readWhole.ts'
import type { SourceCheckRun, SourceTestRun } from '../SourceTestRun.ts'
import { lookupFresh } from './lookupChecks.ts'
import { sinceChecks } from './sinceChecks.ts'

async function idsOf({ source, callSeconds }: SourceTestRun, afterFirst?: () => void | Promise<void>) {
  const { rows } = await readWhole(source, { seconds: callSeconds, ...(afterFirst ? { afterFirst } : {}) })
  return new Set(rows.map((row) => row.externalId))
}

/** One invoice of the first batch and one of the last are deleted in one step while a read goes on: it has both or neither. */
async function oneSnapshot(test: SourceTestRun): Promise<string[]> {
  const { world } = test
  if (!world.remove) throw new NotRun('`remove` is not given.')
  const { batches } = await test.firstRead()
  const early = batches[0]?.[0]?.externalId
  const late = batches.at(-1)?.at(-1)?.externalId
  if (batches.length < 2 || !early || !late)
    throw new NotRun('The whole read came in one batch: give the test system more invoices.')
  const remove = world.remove.bind(world)
  const seen = await idsOf(test, () => remove([early, late]))
  return seen.has(early) === seen.has(late)
    ? []
    : [`a deletion of ${early} and ${late} in one step was seen by half: the read is not one snapshot`]
}

async function deletesSeen(test: SourceTestRun): Promise<string[]> {
  const { world } = test
  if (!world.remove) throw new NotRun('`remove` is not given.')
  const before = await idsOf(test)
  const gone = [...before].slice(0, 2).filter((id): id is string => id !== null)
  if (gone.length === 0) throw new NotRun('There is no invoice left to delete.')
  await world.remove(gone)
  const after = await idsOf(test)
  const kept = gone.filter((id) => after.has(id))
  return kept.length > 0 ? [`deleted invoices are still read: ${listed(kept)}`] : []
}

/** A read whose system fails in the middle must reject, or have had everything already. */
async function completeOnlyAtEnd(test: SourceTestRun): Promise<string[]> {
  const { world } = test
  if (!world.interrupt) throw new NotRun('`interrupt` is not given.')
  const whole = await idsOf(test)
  let restore: (() => void | Promise<void>) | undefined
  const seen = await idsOf(test, async () => {
    restore = await world.interrupt?.()
  }).catch((error: unknown) => (error instanceof NoAnswer ? 'late' : null))
  await restore?.()
  if (seen === 'late') return [`a read whose system failed did not end within ${test.callSeconds} s`]
  if (!restore) throw new NotRun('There is no invoice left, so no read could be interrupted.')
  if (seen !== null && seen.size < whole.size)
    return [`a read whose system failed ended as if complete, with ${seen.size} of ${whole.size} invoices`]
  const again = await idsOf(test)
  return again.size === whole.size ? [] : [`after the interruption ${again.size} invoices were read, not ${whole.size}`]
}

/** What a read must hold while the system changes or fails. These change the test system, so they come last. */
export const changeChecks: SourceCheckRun[] = [
  { name: 'one-snapshot', run: oneSnapshot },
  { name: 'deletes-seen', run: deletesSeen },
  lookupFresh,
  ...sinceChecks,
  { name: 'complete-only-at-end', run: completeOnlyAtEnd },
]
