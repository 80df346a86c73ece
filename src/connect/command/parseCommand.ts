import { parseArgs } from 'node:util'
import { errorText } from '../errorText.ts'

const OPTIONS = {
  source: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  whole: { type: 'boolean' },
  full: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const NAMES = ['sync', 'status', 'check'] as const
/** Options of `sync` alone. */
const OF_SYNC = ['dry-run', 'whole', 'full'] as const

export type ParsedCommand = {
  name: (typeof NAMES)[number]
  /** Keys as they were given, each once; null: all sources. */
  sources: string[] | null
  isDryRun: boolean
  isWhole: boolean
  isFull: boolean
}

/** What Node says of an option, without its advice on texts that begin with a dash. */
const ofNode = (error: unknown) =>
  `${errorText(error)
    .replace(/^TypeError[^:]*: /, '')
    .split('. ')[0]
    ?.replace(/\.$/, '')}.`

/** What the arguments ask for: a command, help, or nothing that there is, and why. */
export function parseCommand(args: readonly string[]): ParsedCommand | 'help' | { problem: string } {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    return { problem: ofNode(error) }
  }
  const { values, positionals } = parsed
  const given = positionals.join(' ')
  if (values.help || given === 'help') return 'help'
  const name = NAMES.find((each) => each === given)
  if (!name) return { problem: given ? `There is no command "${given}".` : 'Which command?' }
  const foreign = name === 'sync' ? undefined : OF_SYNC.find((option) => values[option])
  if (foreign) return { problem: `--${foreign} is an option of sync, not of ${name}.` }
  return {
    name,
    sources: values.source ? [...new Set(values.source)] : null,
    isDryRun: values['dry-run'] === true,
    isWhole: values.whole === true,
    isFull: values.full === true,
  }
}
