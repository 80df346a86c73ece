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
    `${source}: ${counts.read} rows read; ${counts.insert} new, ${counts.update} changed, ${counts.void} gone, ${counts.park} to set aside. Nothing was written.`,
    ...each,
    ...(stops === null ? [] : [`${source}: the sync would stop and ask. ${stops}`]),
  ]
}

/** `sync --dry-run`: 3 when a sync would stop and ask. */
export async function dryRunCommand(command: ConnectCommand): Promise<ExitCode> {
  const { payload, sources, isWhole, isFull, say, signal } = command
  let exit: ExitCode = 0
  for (const source of sources) {
    const onProgress = progressLine(source, say)
    const asked = { payload, source, whole: isWhole || isFull, onProgress, ...(signal ? { signal } : {}) }
    const preview = await previewSync(asked)
    for (const line of lines(preview)) say(line)
    if (preview.stops !== null && !isFull) exit = 3
  }
  return exit
}
