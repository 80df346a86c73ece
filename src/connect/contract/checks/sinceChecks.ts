import { NotRun } from '../NotRun.ts'
import { readWhole, type WholeRead } from '../readWhole.ts'
import type { SourceCheckRun, SourceTestRun } from '../SourceTestRun.ts'

type Since = WholeRead & { cursor: string }

const UNKNOWN = 'a cursor of nobody'

/** Reads what changed since `cursor`, or every invoice. Throws NotRun when the source tells no changes. */
async function readSince(
  { source, callSeconds }: SourceTestRun,
  { cursor, also = [] }: { cursor?: string; also?: string[] } = {},
): Promise<Since> {
  const read = await readWhole(source, {
    seconds: callSeconds,
    ...(cursor === undefined ? {} : { since: cursor, also }),
  })
  if (read.cursor === null) throw new NotRun('The source tells no changes.')
  return { ...read, cursor: read.cursor }
}

const idsOf = ({ rows }: WholeRead) => rows.flatMap((row) => row.externalId ?? [])
const balanceOf = ({ rows }: WholeRead, id: string) => rows.find((row) => row.externalId === id)?.balance

/** A change comes with the next read, and what is asked for beside it; and what nobody knows gives everything. */
async function changesTold(test: SourceTestRun): Promise<string[]> {
  const first = await readSince(test)
  if (!test.world.change) throw new NotRun('`change` is not given.')
  const [id = '', other = ''] = idsOf(first)
  if (!other) throw new NotRun('There are fewer than two invoices.')
  await test.world.change(id)
  const second = await readSince(test, { cursor: first.cursor, also: [other, 'no-such-invoice'] })
  const whole = await readSince(test, { cursor: UNKNOWN })
  const ids = idsOf(second)
  return [
    ...(ids.includes(id) ? [] : [`the change of ${id} did not come`]),
    ...(balanceOf(second, id) === balanceOf(whole, id) ? [] : [`${id} came as it was before its change`]),
    ...(ids.includes(other) ? [] : [`${other}, which was asked for beside the changes, did not come`]),
    ...(new Set(ids).size === ids.length ? [] : ['an invoice came twice']),
    ...(whole.isPartial ? ['a cursor that it cannot know gave only a part'] : []),
    ...(idsOf(whole).length === idsOf(first).length ? [] : ['a cursor that it cannot know did not give everything']),
  ]
}

/** A transaction that was open while two reads were made, and is committed after them. */
async function lateCommitsTold(test: SourceTestRun): Promise<string[]> {
  const { world } = test
  const first = await readSince(test)
  if (!world.changeLate) throw new NotRun('`changeLate` is not given.')
  const [id = ''] = idsOf(first)
  if (!id) throw new NotRun('There is no invoice to change.')
  const commit = await world.changeLate(id)
  const during = await readSince(test, { cursor: first.cursor }).finally(() => undefined)
  await world.change?.(idsOf(first)[1] ?? id)
  const again = await readSince(test, { cursor: during.cursor })
  await commit()
  const after = await readSince(test, { cursor: again.cursor })
  const seen = balanceOf(after, id)
  if (seen === undefined) return [`the change of ${id}, begun before a read and committed after it, was never told`]
  return seen === balanceOf(first, id) ? [`${id} came without the change that was committed late`] : []
}

async function deletesTold(test: SourceTestRun): Promise<string[]> {
  const { world } = test
  const first = await readSince(test)
  if (!world.remove) throw new NotRun('`remove` is not given.')
  const gone = idsOf(first).at(-1)
  if (gone === undefined) throw new NotRun('There is no invoice left to delete.')
  await world.remove([gone])
  const second = await readSince(test, { cursor: first.cursor, also: [gone] })
  const wrong = idsOf(second).includes(gone) ? [`${gone} was deleted and still came`] : []
  if (!second.isPartial) return wrong
  if (!second.deleted) throw new NotRun('The source does not tell what was deleted: a whole read finds it.')
  return second.deleted.includes(gone) ? wrong : [...wrong, `the deletion of ${gone} was not told`]
}

/** What a read of changes must hold. These change the test system. */
export const sinceChecks: SourceCheckRun[] = [
  { name: 'changes-told', run: changesTold },
  { name: 'late-commits-told', run: lateCommitsTold },
  { name: 'deletes-told', run: deletesTold },
]
