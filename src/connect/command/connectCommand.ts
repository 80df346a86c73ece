import { parseArgs } from 'node:util'
import type { Payload } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { errorText } from '../errorText.ts'
import { checkCommand } from './checkCommand.ts'
import { dryRunCommand } from './dryRunCommand.ts'
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
Exit code: 0 done, 1 failed, 2 not a command, 3 a sync stopped and asks, 4 another one is running`

const OPTIONS = {
  source: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  whole: { type: 'boolean' },
  full: { type: 'boolean' },
} as const

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
    return { values, positionals }
  } catch (error) {
    return { problem: errorText(error) }
  }
}

const COMMANDS: Readonly<Record<string, (command: ConnectCommand) => Promise<ExitCode>>> = {
  sync: syncCommand,
  'sync --dry-run': dryRunCommand,
  status: statusCommand,
  check: checkCommand,
}

type Args = {
  payload: Payload
  /** As on the command line, such as `['sync', '--source', 'firm', '--dry-run']`. */
  args: readonly string[]
  /** Takes each line of the answer. */
  say: (line: string) => void
  /** Stops a sync, which then changes nothing. */
  signal?: AbortSignal
}

type Parsed = Exclude<ReturnType<typeof parse>, { problem: string }>

async function run({ values, positionals }: Parsed, { payload, say, signal }: Args): Promise<ExitCode> {
  const name = `${positionals.join(' ')}${values['dry-run'] ? ' --dry-run' : ''}`
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    say(USAGE)
    return 2
  }
  const known = portalOptions(payload).sources.map((source) => source.key)
  const sources = values.source ?? known
  const unknown = sources.find((key) => !known.includes(key))
  if (unknown !== undefined) {
    say(`There is no source ${unknown}. There is ${known.join(', ') || 'none'}.`)
    return 2
  }
  const flags = { isWhole: values.whole === true, isFull: values.full === true }
  return await command({ payload, sources, say, ...flags, ...(signal ? { signal } : {}) })
}

/**
 * Connect on the command line: `sync`, `status` and `check`, for a script of the host's own. Answers the exit code; whatever
 * goes wrong is said, not thrown. The job tables are not needed, Payload must be initialised.
 */
export async function connectCommand(args: Args): Promise<ExitCode> {
  const parsed = parse(args.args)
  if ('problem' in parsed) {
    args.say(`${parsed.problem}\n${USAGE}`)
    return 2
  }
  try {
    return await run(parsed, args)
  } catch (error) {
    args.say(errorText(error))
    return error instanceof PortalError && error.code === 'sync_running' ? 4 : 1
  }
}
