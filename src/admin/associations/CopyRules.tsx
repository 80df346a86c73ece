'use client'

import { useState } from 'react'
import { type Association, abilityText } from './association.ts'
import { RuleText } from './RuleText.tsx'

type Props = {
  associations: readonly Association[]
  chosen: ReadonlySet<number | string>
  onChange: (chosen: ReadonlySet<number | string>) => void
}

const FIRST = 50

/** Which of a payer's associations are copied. */
export function CopyRules({ associations, chosen, onChange }: Props) {
  const [showsAll, setShowsAll] = useState(false)
  const set = (id: number | string, isOn: boolean) => {
    const next = new Set(chosen)
    if (isOn) next.add(id)
    else next.delete(id)
    onChange(next)
  }
  const isAll = chosen.size === associations.length
  const shown = showsAll ? associations : associations.slice(0, FIRST)
  return (
    <fieldset className="ppa-choices">
      <legend>Associations to copy</legend>
      <label>
        <input
          type="checkbox"
          checked={isAll}
          onChange={() => onChange(new Set(isAll ? [] : associations.map(({ id }) => id)))}
        />
        <span>
          All {associations.length}
          <span className="ppa-muted"> ({chosen.size} chosen)</span>
        </span>
      </label>
      {shown.map((association) => (
        <label key={association.id}>
          <input
            type="checkbox"
            checked={chosen.has(association.id)}
            onChange={(event) => set(association.id, event.target.checked)}
          />
          <span>
            <RuleText association={association} />
            <span className="ppa-muted">
              {' '}
              {abilityText(association)}
              {association.endsOn ? `, until ${association.endsOn}` : ''}
            </span>
          </span>
        </label>
      ))}
      {shown.length < associations.length ? (
        <button type="button" className="ppa-link ppa-more" onClick={() => setShowsAll(true)}>
          Show all {associations.length}
        </button>
      ) : null}
    </fieldset>
  )
}
