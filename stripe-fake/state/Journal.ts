import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

type Row = { id: string }

/** A file of JSON lines `[table, id, row or null]`, of which the last about an id counts. */
export class Journal {
  private readonly changed = new Map<string, [string, string, object | null]>()

  constructor(private readonly file: string) {
    mkdirSync(dirname(file), { recursive: true })
  }

  /** Reads the lines; the torn last one that a killed process may leave is passed over. */
  read(take: (table: string, id: string, row: Row | null) => void): void {
    if (!existsSync(this.file)) return
    const lines = readFileSync(this.file, 'utf8').split('\n')
    lines.forEach((line, at) => {
      if (!line) return
      try {
        const [table, id, row] = JSON.parse(line) as [string, string, Row | null]
        take(table, id, row)
      } catch (error) {
        if (at < lines.length - 1) throw error
      }
    })
  }

  /** Replaces the file by one line for each row, atomically. */
  rewrite(rows: Iterable<[string, Row]>): void {
    this.changed.clear()
    const lines = [...rows].map(([table, row]) => `${JSON.stringify([table, row.id, row])}\n`)
    writeFileSync(`${this.file}.new`, lines.join(''))
    renameSync(`${this.file}.new`, this.file)
  }

  add(table: string, id: string, row: object | null): void {
    this.changed.set(`${table} ${id}`, [table, id, row])
  }

  flush(): void {
    if (this.changed.size === 0) return
    const lines = [...this.changed.values()].map((line) => `${JSON.stringify(line)}\n`)
    this.changed.clear()
    appendFileSync(this.file, lines.join(''))
  }
}
