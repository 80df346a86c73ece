'use client'

import { useId } from 'react'
import { IMPORT_COLUMNS } from '../../../payers/import/importColumns.ts'
import type { Import } from './useImport.ts'

type Props = { current: Import; mayInvite: boolean }

// With a byte order mark, so that spreadsheets keep it in UTF-8.
const TEMPLATE = `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${IMPORT_COLUMNS.join(',')}\r\n`)}`

function Tick({
  label,
  hint,
  isOn,
  isDisabled,
  onChange,
}: {
  label: string
  hint: string
  isOn: boolean
  isDisabled: boolean
  onChange: (isOn: boolean) => void
}) {
  const id = useId()
  return (
    <label className="ppa-tick">
      <input
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        aria-describedby={id}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {label}
        <span id={id} className="ppa-muted">
          {' '}
          {hint}
        </span>
      </span>
    </label>
  )
}

/** The file, the template, and what the import does beyond new records. */
export function ImportChoice({ current, mayInvite }: Props) {
  const id = useId()
  const { choices, phase } = current
  const isBusy = phase === 'importing'
  return (
    <section className="ppa-panel" aria-label="File">
      <p className="ppa-muted">
        A CSV file in UTF-8, at most 5 MB and 10,000 rows. Its first line names the columns; only <code>email</code> is
        needed.{' '}
        <a className="ppa-link" href={TEMPLATE} download="payers.csv">
          Download a template
        </a>
      </p>
      <div className="ppa-field">
        <label htmlFor={id}>CSV file</label>
        <input
          id={id}
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          disabled={isBusy}
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
      <Tick
        label="Update payers that exist."
        hint="Takes names, phone and address from the file; never the email or the login access."
        isOn={choices.update}
        isDisabled={isBusy}
        onChange={(update) => current.change({ ...choices, update })}
      />
      {mayInvite ? (
        <Tick
          label="Send invites."
          hint="Switches login access on for new payers whose row says yes in loginAccess, and mails each a welcome; at most 500 an hour."
          isOn={choices.invite}
          isDisabled={isBusy}
          onChange={(invite) => current.change({ ...choices, invite })}
        />
      ) : null}
    </section>
  )
}
