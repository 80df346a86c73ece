'use client'

import { Button, XIcon } from '@payloadcms/ui'
import { useState } from 'react'
import { TextInput } from '../fields/TextInput.tsx'
import { usePayerSearch } from '../records/merge/usePayerSearch.ts'
import type { BulkPayer } from './bulk.ts'

type Props = { except: number; chosen: readonly BulkPayer[]; onChange: (chosen: BulkPayer[]) => void }

const titleOf = ({ id, name, email }: BulkPayer): string => `${name || email || 'Payer'} (no. ${id})`

/** Searches payers and ticks those to copy to; who is ticked stays whatever is searched next. */
export function CopyPayers({ except, chosen, onChange }: Props) {
  const [text, setText] = useState('')
  const { found, error, isLoading, search } = usePayerSearch(except)
  const start = () => search(text.trim() || null)
  const isChosen = ({ id }: BulkPayer) => chosen.some((one) => one.id === id)
  const set = (payer: BulkPayer, isOn: boolean) => {
    const rest = chosen.filter(({ id }) => id !== payer.id)
    onChange(isOn ? [...rest, payer] : rest)
  }
  return (
    <section className="ppa-panel" aria-label="Payers to copy to">
      <search className="ppa-find">
        <TextInput label="Copy to: name or email" type="search" value={text} onChange={setText} onEnter={start} />
        <Button buttonStyle="secondary" margin={false} disabled={text.trim() === ''} onClick={start}>
          Search
        </Button>
      </search>
      {error ? <p className="ppa-error">{error}</p> : null}
      <p className="ppa-muted ppa-status" role="status">
        {isLoading ? 'Searching …' : found?.length === 0 ? 'Nothing was found.' : ''}
      </p>
      {found && found.length > 0 ? (
        <fieldset className="ppa-choices">
          <legend className="ppa-hidden">Payers that were found</legend>
          {found.map((payer) => (
            <label key={payer.id}>
              <input type="checkbox" checked={isChosen(payer)} onChange={(event) => set(payer, event.target.checked)} />
              <span>
                <strong>{payer.name ?? payer.email}</strong> (no. {payer.id})
                <span className="ppa-muted"> {payer.email}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
      {chosen.length > 0 ? (
        <ul className="ppa-chips" aria-label="Chosen payers">
          {chosen.map((payer) => (
            <li key={payer.id}>
              <bdi>{titleOf(payer)}</bdi>
              <button
                type="button"
                className="ppa-icon-button"
                aria-label={`Take out ${titleOf(payer)}`}
                onClick={() => set(payer, false)}
              >
                <XIcon />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
