import type { ParkedRow as ServedRow } from '../../connect/sync/listParkedRows.ts'
import type { SourceState as ServedSource } from '../../connect/sync/listSources.ts'
import type { SyncCounts } from '../../connect/sync/syncRuns.ts'

export type ParkedRow = ServedRow
export type SourceState = ServedSource

/** One read of a billing source, as the server tells it. */
export type Run = {
  id: number
  source: string
  status: string
  mode: string
  cause: string
  startedAt: string
  finishedAt: string | null
  counts: Partial<SyncCounts>
  error: string | null
}

/** What a link to the page leads to: one run, or the rows of one source that were set aside. */
export type Linked = { run: number | null; parked: string }

/** Reads it out of the query of the page's address. Pure. */
export function linkedOf(query: Readonly<Record<string, string | string[] | undefined>>): Linked {
  const { run, parked } = query
  return {
    run: typeof run === 'string' && /^[1-9]\d{0,6}$/.test(run) ? Number(run) : null,
    parked: typeof parked === 'string' ? parked : '',
  }
}

const PHASES: Readonly<Record<string, string>> = {
  reading: 'Reading',
  comparing: 'Comparing',
  writing: 'Writing',
}
const MODES: Readonly<Record<string, string>> = { full: 'Everything', changes: 'Changes', rows: 'Single invoices' }
const CAUSES: Readonly<Record<string, string>> = {
  schedule: 'by the clock',
  staff: 'by staff',
  notify: 'told by the billing system',
  command: 'by the command line',
  retry: 'for rows that were set aside',
}
const OUTCOMES: Readonly<Record<string, string>> = {
  running: 'Running',
  succeeded: 'Succeeded',
  stopped: 'Stopped',
  failed: 'Failed',
}
const COUNTS: readonly (readonly [keyof SyncCounts, string])[] = [
  ['read', 'read'],
  ['inserted', 'new'],
  ['updated', 'changed'],
  ['unchanged', 'unchanged'],
  ['vanished', 'void'],
  ['rejected', 'set aside'],
  ['readBack', 'payments read back'],
]

export const outcomeText = (status: string): string => OUTCOMES[status] ?? status

/** What a run read, and who asked. Pure. */
export const runWhat = ({ mode, cause }: Pick<Run, 'mode' | 'cause'>): string =>
  `${MODES[mode] ?? mode}, ${CAUSES[cause] ?? cause}`

/** The counts of a run that are not nothing, in words; what it read always. Pure. */
export function countTexts(counts: Partial<SyncCounts>, number: (value: number) => string): string[] {
  return COUNTS.filter(([name]) => counts[name] !== undefined && (name === 'read' || counts[name] !== 0)).map(
    ([name, word]) => `${number(counts[name] ?? 0)} ${word}`,
  )
}

const FIRST = ['number', 'clientNumber', 'clientName', 'currency', 'balance', 'total', 'issuedOn', 'dueOn', 'account']

const isSaid = (value: unknown): boolean =>
  value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

/** What a row that was set aside says, what it is known by first. Pure. */
export function knownValues(row: Record<string, unknown>): [string, unknown][] {
  const place = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)
  return Object.entries(row)
    .filter(([, value]) => isSaid(value))
    .sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b))
}

/** How long a run took. Pure. */
export function durationText({ startedAt, finishedAt }: Pick<Run, 'startedAt' | 'finishedAt'>): string {
  if (!finishedAt) return '—'
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
  return seconds < 60
    ? `${Math.round(seconds * 10) / 10} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** How far a run is, in words. Pure. */
export function progressText(
  { phase, read, expected }: NonNullable<SourceState['running']>,
  number: (value: number) => string,
): string {
  const what = PHASES[phase ?? ''] ?? 'Running'
  return expected
    ? `${what}: ${number(read)} of about ${number(expected)} invoices`
    : `${what}: ${number(read)} invoices`
}
