import { SourceError } from '../../SourceError.ts'
import type { CsvColumn } from './CsvSourceOptions.ts'

/** Reads the mapped cells of a row by name; a blank one is null. `width` is how many cells a row must have. */
export type CellReader<Name extends string> = {
  width: number
  at(name: Name): number | null
  read(cells: string[], name: Name): string | null
}

type Args<Name extends string> = { file: string; header: string[]; columns: Partial<Record<Name, CsvColumn>> }

function indexOf(column: string, { file, names }: { file: string; names: string[] }): number {
  const at = names.indexOf(column)
  if (at === -1)
    throw new SourceError(`${file} has no column "${column}". Its columns are ${names.join(', ').slice(0, 300)}.`, {
      temporary: false,
    })
  if (names.lastIndexOf(column) !== at)
    throw new SourceError(`${file} has two columns "${column}": which one is meant?`, { temporary: false })
  return at
}

/** Finds the mapped columns in a file's first row. Throws a SourceError that names file and column. */
export function cellReader<Name extends string>({ file, header, columns }: Args<Name>): CellReader<Name> {
  const names = header.map((name) => name.trim())
  const places = new Map<string, number | { value: string }>()
  for (const [name, column] of Object.entries(columns) as [Name, CsvColumn][])
    places.set(name, typeof column === 'string' ? indexOf(column, { file, names }) : column)
  return {
    width: names.length,
    at: (name) => {
      const place = places.get(name)
      return typeof place === 'number' ? place : null
    },
    read: (cells, name) => {
      const place = places.get(name)
      const text = typeof place === 'number' ? cells[place] : place?.value
      return text?.trim() ? text : null
    },
  }
}
