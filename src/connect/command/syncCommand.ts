import { counted } from '../../base/counted.ts'
import { PortalError } from '../../base/errors.ts'
import type { SyncRun } from '../sync/syncRuns.ts'
import { syncSource } from '../sync/syncSource.ts'
import type { ConnectCommand, ExitCode } from './connectCommand.ts'
import { progressLine } from './progressLine.ts'

const EXITS: Readonly<Record<SyncRun['status'], ExitCode>> = { succeeded: 0, stopped: 3, failed: 1, running: 4 }

function told({ source, status, mode, counts, error }: SyncRun): string {
  const { read = 0, inserted = 0, updated = 0, unchanged = 0, vanished = 0, rejected = 0 } = counts
  const what = { full: 'every invoice', changes: 'what changed', rows: 'single invoices' }[mode]
  if (status !== 'succeeded') return `${source}: ${status}. ${error ?? ''}`
  return `${source}: read ${what}, ${counted(read, 'row')}: ${inserted} new, ${updated} changed, ${unchanged} as they were, ${vanished} gone, ${rejected} set aside`
}

async function syncOne(command: ConnectCommand, source: string): Promise<ExitCode> {
  const { payload, isWhole, isFull, say, signal } = command
  const onProgress = progressLine(source, say)
  const flags = { whole: isWhole, full: isFull, cause: 'command' as const }
  try {
    const run = await syncSource({ payload, source, onProgress, ...flags, ...(signal ? { signal } : {}) })
    say(told(run))
    return EXITS[run.status]
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== 'sync_running') throw error
    say(`${source}: another sync is running`)
    return 4
  }
}

/** `sync`: one source after the other; the answer is the worst of them. */
export async function syncCommand(command: ConnectCommand): Promise<ExitCode> {
  const exits: ExitCode[] = []
  for (const source of command.sources) exits.push(await syncOne(command, source))
  return ([1, 3, 4, 0] as const).find((exit) => exits.includes(exit)) ?? 0
}
