import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { counted } from '../../../base/counted.ts'
import { SourceError } from '../../SourceError.ts'
import type { MarkKind, SqlDialect } from './SqlDialect.ts'
import type { SqlChanges, SqlSourceOptions } from './SqlSourceOptions.ts'

/** A place in the order of changes. */
export type SqlMark = { kind: MarkKind; text: string }

const NUMBER = /^\d{1,18}$/
const TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))? ?(Z|[+-]\d{2}(?::?\d{2})?)?$/
const OVERLAP = { number: 10_000, local: 600, instant: 600 }
/** A clock without a zone goes back by so many seconds on one night of the year. */
const AUTUMN = 3600

function timeOf(match: RegExpExecArray): number {
  const [, day, clock, fraction = '0', zone = 'Z'] = match
  const offset = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3) || '00'}`
  return Date.parse(`${day}T${clock}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`)
}

type Behind = { overlap: number | undefined; openFor: number }

function numberBehind(text: string, { overlap = OVERLAP.number }: Behind): SqlMark {
  const from = BigInt(text) - BigInt(Math.ceil(overlap))
  return { kind: 'number', text: String(from > 0n ? from : 0n) }
}

function timeBehind(match: RegExpExecArray, { overlap, openFor }: Behind): SqlMark | null {
  const kind = match[4] ? 'instant' : 'local'
  const back = Math.max(overlap ?? OVERLAP[kind], openFor) + (kind === 'local' ? AUTUMN : 0)
  const time = timeOf(match) - back * 1000
  if (Number.isNaN(time)) return null
  const iso = new Date(time).toISOString().replace('T', ' ')
  return { kind, text: kind === 'local' ? iso.slice(0, -1) : iso.replace('Z', ' +00:00') }
}

function stepBack(text: string, behind: Behind): SqlMark | null {
  if (NUMBER.test(text)) return numberBehind(text, behind)
  const match = TIME.exec(text)
  return match && timeBehind(match, behind)
}

/**
 * Where the next read of changes must begin, told before this one takes its snapshot: `overlap` behind the mark, and behind the
 * beginning of every transaction that is still open, as far as the role sees them. Throws a SourceError when the mark is none.
 */
export async function nextMark(
  trx: Knex.Transaction,
  { dialect, changes }: { dialect: SqlDialect; changes: SqlChanges },
): Promise<SqlMark> {
  const text = `select ${dialect.markText(`t.${dialect.quote('mark')}`)} as ${dialect.quote('mark')} from (${dialect.literal(changes.mark)}) t`
  const rows = dialect.rows(await trx.raw(text))
  const open = dialect.oldestOpen ? dialect.rows(await trx.raw(dialect.oldestOpen))[0]?.seconds : 0
  const told = String(rows[0]?.mark ?? '').trim()
  const mark = rows.length === 1 ? stepBack(told, { overlap: changes.overlap, openFor: Number(open ?? 0) }) : null
  if (mark) return mark
  throw new SourceError(
    `The mapping \`changes.mark\` must give one row with "mark", a time or a whole number; it gave ${counted(rows.length, 'row')}${told ? `, ${told.slice(0, 40)}` : ''}.`,
    { temporary: false },
  )
}

/** Another mapping may read other invoices, or read them otherwise: then what did not change must be read, too. */
const mappingOf = ({ invoices, changes }: SqlSourceOptions) =>
  createHash('sha256')
    .update(JSON.stringify([invoices, changes]))
    .digest('hex')
    .slice(0, 16)

/** A mark as the text that Connect keeps for the next read. */
export function cursorOf(options: SqlSourceOptions, mark: SqlMark): string {
  return JSON.stringify({ mapping: mappingOf(options), ...mark })
}

const KINDS: readonly unknown[] = ['number', 'local', 'instant'] satisfies MarkKind[]

/** The reverse; null for what another mapping, or another source, has kept. */
export function markOf(options: SqlSourceOptions, cursor: string | undefined): SqlMark | null {
  if (!options.changes || !cursor) return null
  try {
    const { mapping, kind, text } = JSON.parse(cursor) as { mapping: unknown; kind: MarkKind; text: string }
    if (mapping !== mappingOf(options) || !KINDS.includes(kind)) return null
    return (kind === 'number' ? NUMBER : TIME).test(text) ? { kind, text } : null
  } catch {
    return null
  }
}
