import { SourceError } from '../../SourceError.ts'
import type { ColumnKind, SqlColumn } from './SqlDialect.ts'

type Expected = { kinds: readonly ColumnKind[]; what: string }

const TEXT: Expected = { kinds: ['text', 'integer', 'exact', 'uuid', 'unknown'], what: 'a text or a whole number' }
const MONEY: Expected = {
  kinds: ['exact', 'integer', 'float', 'real', 'text', 'unknown'],
  what: 'a number or a decimal text',
}
const DATE: Expected = {
  kinds: ['date', 'local', 'text', 'unknown'],
  what: 'a date, a time without a zone or a text YYYY-MM-DD',
}
const FLAG: Expected = {
  kinds: ['boolean', 'integer', 'exact', 'text', 'unknown'],
  what: 'a truth value, 0 and 1, or such a text',
}
const LIST: Expected = { kinds: ['json', 'text', 'unknown'], what: 'JSON' }

const BYTES: Expected = { kinds: ['binary', 'unknown'], what: 'binary' }

const EXPECTED: Readonly<Record<string, Expected>> = {
  externalId: TEXT,
  number: TEXT,
  clientNumber: TEXT,
  clientName: TEXT,
  matterNumber: TEXT,
  matterDescription: TEXT,
  invoiceNumber: TEXT,
  currency: TEXT,
  account: TEXT,
  memo: TEXT,
  balance: MONEY,
  total: MONEY,
  issuedOn: DATE,
  dueOn: DATE,
  isVoid: FLAG,
  matters: LIST,
  content: BYTES,
}

const KIND_NAMES: Readonly<Record<ColumnKind, string>> = {
  text: 'a text',
  integer: 'a whole number',
  exact: 'a decimal number',
  float: 'a floating-point number',
  real: 'a floating-point number',
  date: 'a date',
  local: 'a time without a zone',
  instant: "a time with a zone: which day it is depends on the zone, so cast it to a date in the firm's",
  boolean: 'a truth value',
  json: 'JSON',
  money: 'of a type that prints a currency: cast it to numeric',
  binary: 'binary',
  uuid: 'a UUID',
  unknown: 'of an unknown type',
}

type Args = { name: string; columns: SqlColumn[]; required: readonly string[] }

const quoted = (names: string[]) => names.map((name) => `"${name}"`).join(', ')

/** A column that only its case sets apart from one that means something. */
function misspelt(columns: SqlColumn[]): string[] {
  const known = new Map(Object.keys(EXPECTED).map((name) => [name.toLowerCase(), name]))
  return columns.flatMap(({ name }) => {
    const meant = known.get(name.toLowerCase())
    return meant && meant !== name ? [`has "${name}", which must be written "${meant}", quoted`] : []
  })
}

function faults({ columns, required }: Args): string[] {
  const names = columns.map((column) => column.name)
  const missing = required.filter((name) => !names.includes(name))
  const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at && name in EXPECTED))]
  const wrong = columns.filter(({ name, kind }) => EXPECTED[name] && !EXPECTED[name].kinds.includes(kind))
  return [
    ...(missing.length > 0 ? [`has no column ${quoted(missing)}`] : []),
    ...misspelt(columns),
    ...(twice.length > 0 ? [`has two columns ${quoted(twice)}: which one is meant`] : []),
    ...wrong.map(
      ({ name, kind }) => `has a column "${name}" that is ${KIND_NAMES[kind]}; it must be ${EXPECTED[name]?.what}`,
    ),
  ]
}

/** Throws a SourceError that names the mapping and its columns: missing, in other case, twice, or of a type that cannot be read in one way. */
export function checkColumns(args: Args): void {
  const found = faults(args)
  if (found.length > 0) throw new SourceError(`The mapping \`${args.name}\` ${found.join('; ')}.`, { temporary: false })
}
