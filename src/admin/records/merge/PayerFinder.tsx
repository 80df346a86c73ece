'use client'

import { Button } from '@payloadcms/ui'
import { useId, useState } from 'react'
import { TextInput } from '../../fields/TextInput.tsx'
import { type FoundPayer, usePayerSearch } from './usePayerSearch.ts'

type Props = {
  label: string
  except: number
  /** One of those that are found, or several. */
  choice: 'radio' | 'checkbox'
  isChosen: (payer: FoundPayer) => boolean
  onChoose: (payer: FoundPayer, isOn: boolean) => void
}

function statusText({ found, isLoading }: Pick<ReturnType<typeof usePayerSearch>, 'found' | 'isLoading'>): string {
  if (isLoading) return 'Searching …'
  return found?.length === 0 ? 'Nothing was found.' : ''
}

/** Looks for payers by name, business or email, to choose from. */
export function PayerFinder({ label, except, choice, isChosen, onChoose }: Props) {
  const [text, setText] = useState('')
  const { found, error, isLoading, search } = usePayerSearch(except)
  const group = useId()
  const start = () => search(text.trim() || null)
  return (
    <>
      <search className="ppa-find">
        <TextInput label={label} type="search" value={text} onChange={setText} onEnter={start} />
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
              <input
                type={choice}
                name={choice === 'radio' ? group : undefined}
                checked={isChosen(payer)}
                onChange={(event) => onChoose(payer, event.target.checked)}
              />
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
