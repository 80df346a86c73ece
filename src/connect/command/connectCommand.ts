import type { Payload } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { errorText } from '../errorText.ts'
import { checkCommand } from './checkCommand.ts'
import { dryRunCommand } from './dryRunCommand.ts'
import { type ParsedCommand, parseCommand } from './parseCommand.ts'
import { statusCommand } from './statusCommand.ts'
import { syncCommand } from './syncCommand.ts'

/** 0 done, 1 failed, 2 not a command, 3 a sync stopped and asks, 4 another sync of that source is running. */
export type ExitCode = 0 | 1 | 2 | 3 | 4

export type ConnectCommand = {
  payload: Payload
  /** Keys of the sources that are meant. */
  sources: string[]
  isWhole: boolean
  isFull: boolean
  say: (line: string) => void
  signal?: AbortSignal
}

const USAGE = `Usage: connect <command> [--source <key>]…
  sync      brings the mirror up to date; --dry-run says what would change and writes nothing;
            --whole reads every invoice; --full the same, and many may be missing
  status    how old each source's figures are, its last run, and what is set aside
  check     holds each mapping against its live system
  --help    says this
Without --source all sources are meant.
Exit code: 0 done, 1 failed, 2 not a command, 3 a sync stopped and asks, 4 another one is running`

const COMMANDS: Readonly<Record<ParsedCommand['name'], (command: ConnectCommand) => Promise<ExitCode>>> = {
  sync: syncCommand,
  status: statusCommand,
  check: checkCommand,
}

type Args = {
  /** An initialised Payload, or how to get one: then it is started for a command only, not for help or a slip of the pen. */
  payload: Payload | (() => Promise<Payload>)
  /** As on the command line, such as `['sync', '--source', 'firm', '--dry-run']`. */
  args: readonly string[]
  /** Takes each line of the answer. */
  say: (line: string) => void
  /** Stops a sync, which then changes nothing. */
  signal?: AbortSignal
}

const NO_TABLES = new Set(['42P01', '42703'])

/** What stopped a command, in one line. Tables or columns that are not there are those of the next migration. */
function saidOf(error: unknown): string {
  const text = errorText(error)
  const isBehind = NO_TABLES.has(String((error as { code?: unknown } | null)?.code))
  return isBehind
    ? `The portal's tables are not there, or older than this version: run the migrations first (${text}).`
    : text
}

async function run(parsed: ParsedCommand, { payload: given, say, signal }: Args): Promise<ExitCode> {
  const payload = typeof given === 'function' ? await given() : given
  const known = portalOptions(payload).sources.map((source) => source.key)
  const sources = parsed.sources ?? known
  const unknown = sources.find((key) => !known.includes(key))
  if (unknown !== undefined) {
    say(`There is no source "${unknown}". There is ${known.join(', ') || 'none'}.`)
    return 2
  }
  const { name, isDryRun, isWhole, isFull } = parsed
  const command = isDryRun ? dryRunCommand : COMMANDS[name]
  return await command({ payload, sources, say, isWhole, isFull, ...(signal ? { signal } : {}) })
}

/**
 * Connect on the command line: `sync`, `status` and `check`, for a script of the host's own. Answers the exit code; whatever
 * goes wrong is said, not thrown. The job tables are not needed. End the process with the code: connections may stay open.
 */
export async function connectCommand(args: Args): Promise<ExitCode> {
  const parsed = parseCommand(args.args)
  if (parsed === 'help') {
    args.say(USAGE)
    return 0
  }
  if ('problem' in parsed) {
    args.say(`${parsed.problem}\n${USAGE}`)
    return 2
  }
  try {
    return await run(parsed, args)
  } catch (error) {
    args.say(saidOf(error))
    return error instanceof PortalError && error.code === 'sync_running' ? 4 : 1
  }
}
