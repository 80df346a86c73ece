'use client'

import { Button } from '@payloadcms/ui'
import { useId, useState } from 'react'
import { TextInput } from '../../fields/TextInput.tsx'
import { type FoundPayer, usePayerSearch } from './usePayerSearch.ts'

type Props = { except: number; chosen: FoundPayer | null; onChoose: (payer: FoundPayer) => void }

function statusText({ found, isLoading }: Pick<ReturnType<typeof usePayerSearch>, 'found' | 'isLoading'>): string {
  if (isLoading) return 'Searching …'
  if (!found) return ''
  return found.length === 0 ? 'Nothing was found.' : ''
}

/** Looks for the payer that stays, by name, business or email. */
export function PayerSearch({ except, chosen, onChoose }: Props) {
  const [text, setText] = useState('')
  const { found, error, isLoading, search } = usePayerSearch(except)
  const group = useId()
  const start = () => search(text.trim() || null)
  return (
    <>
      <search className="ppa-find">
        <TextInput
          label="Payer that stays: name or email"
          type="search"
          value={text}
          onChange={setText}
          onEnter={start}
        />
        <Button buttonStyle="secondary" margin={false} disabled={text.trim() === ''} onClick={start}>
          Search
        </Button>
      </search>
      {error ? <p className="ppa-error">{error}</p> : null}
      <p className="ppa-muted ppa-status" role="status">
        {statusText({ found, isLoading })}
      </p>
      {found && found.length > 0 ? (
        <fieldset className="ppa-choices">
          <legend className="ppa-hidden">Payers that were found</legend>
          {found.map((payer) => (
            <label key={payer.id}>
              <input type="radio" name={group} checked={chosen?.id === payer.id} onChange={() => onChoose(payer)} />
              <span>
                <strong>{payer.name ?? payer.email}</strong> (no. {payer.id})
                <span className="ppa-muted"> {payer.email}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
    </>
  )
}
