'use client'

import { type ReactNode, useId } from 'react'
import type { Import } from './useImport.ts'

type Props = {
  current: Import
  /** What its columns must be. */
  hint: ReactNode
  children?: ReactNode
}

// With a byte order mark, so that spreadsheets keep it in UTF-8.
const templateOf = (columns: readonly string[]): string =>
  `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${columns.join(',')}\r\n`)}`

/** The file, the template, and what the import does beyond that. */
export function ImportChoice({ current, hint, children }: Props) {
  const id = useId()
  const { kind, phase } = current
  return (
    <section className="ppa-panel" aria-label="File">
      <p className="ppa-muted">
        A CSV file in UTF-8, at most 5 MB and 10,000 rows. Its first line names the columns; {hint}{' '}
        <a className="ppa-link" href={templateOf(kind.columns)} download={kind.fileName}>
          Download a template
        </a>
      </p>
      <div className="ppa-field">
        <label htmlFor={id}>CSV file</label>
        <input
          id={id}
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          disabled={phase === 'importing'}
          // The same file, changed meanwhile, is read again.
          onClick={(event) => {
            event.currentTarget.value = ''
          }}
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) void current.choose(file)
          }}
        />
      </div>
      {children}
    </section>
  )
}
