import { counted } from '../../base/counted.ts'
import { errorText } from '../errorText.ts'
import { SourceError } from '../SourceError.ts'
import { type PreviewedChange, previewSync, type SyncPreview } from '../sync/previewSync.ts'
import type { ConnectCommand, ExitCode } from './connectCommand.ts'
import { progressLine } from './progressLine.ts'

const WORDS: Readonly<Record<PreviewedChange['what'], string>> = {
  insert: 'would be new',
  update: 'would be changed',
  void: 'would be voided, it is gone from the source',
  park: 'would be set aside',
}

/** What a billing system calls its own may hold anything: one line stays one line. */
const oneLine = (text: string | null) => (text ?? '').replaceAll(/\p{C}/gu, ' ')

function lines({ source, counts, changes, stops }: SyncPreview): string[] {
  const each = changes.map(
    ({ what, externalId, number, reason }) =>
      `  ${oneLine(externalId) || '(no id)'}${number ? ` (${oneLine(number)})` : ''} ${WORDS[what]}${reason ? `: ${oneLine(reason)}` : ''}`,
  )
  return [
    `${source}: ${counted(counts.read, 'row')} read; ${counts.insert} new, ${counts.update} changed, ${counts.void} gone, ${counts.park} to set aside. Nothing was written.`,
    ...each,
    ...(stops === null ? [] : [`${source}: the sync would stop and ask. ${stops}`]),
  ]
}

async function tryOne(command: ConnectCommand, source: string): Promise<ExitCode> {
  const { payload, isWhole, isFull, say, signal } = command
  const onProgress = progressLine(source, say)
  const asked = { payload, source, whole: isWhole || isFull, full: isFull, onProgress, ...(signal ? { signal } : {}) }
  try {
    const preview = await previewSync(asked)
    for (const line of lines(preview)) say(line)
    return preview.stops === null ? 0 : 3
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    say(`${source}: failed. ${errorText(error)}`)
    return 1
  }
}

/** `sync --dry-run`, one source after the other: 3 when a sync would stop and ask, 1 when one cannot be read. */
export async function dryRunCommand(command: ConnectCommand): Promise<ExitCode> {
  const exits: ExitCode[] = []
  for (const source of command.sources) exits.push(await tryOne(command, source))
  return ([1, 3] as const).find((exit) => exits.includes(exit)) ?? 0
}
