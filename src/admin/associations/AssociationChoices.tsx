'use client'

import { Select } from '../fields/Select.tsx'
import { TextInput } from '../fields/TextInput.tsx'
import type { Choices } from './association.ts'

type Props = { choices: Choices; onChange: (choices: Choices) => void }

const EFFECTS = [
  { value: 'include', label: 'Include' },
  { value: 'exclude', label: 'Exclude (always wins)' },
] as const
const ABILITIES = [
  { value: 'pay', label: 'See and pay' },
  { value: 'view', label: 'See only' },
] as const
const DETAILS = [
  { value: 'full', label: 'Everything' },
  { value: 'amounts', label: 'Amounts only' },
] as const

/** Effect, ability, detail and last day of an association. An exclusion has neither ability nor detail. */
export function AssociationChoices({ choices, onChange }: Props) {
  const isInclude = choices.effect === 'include'
  return (
    <>
      <div className="ppa-fields">
        <Select
          label="Effect"
          options={EFFECTS}
          value={choices.effect}
          onChange={(effect) => onChange({ ...choices, effect })}
        />
        {isInclude ? (
          <Select
            label="Payer may"
            options={ABILITIES}
            value={choices.ability}
            onChange={(ability) => onChange({ ...choices, ability })}
          />
        ) : null}
        {isInclude ? (
          <Select
            label="Payer sees"
            options={DETAILS}
            value={choices.detail}
            onChange={(detail) => onChange({ ...choices, detail })}
          />
        ) : null}
        <TextInput
          label="Ends on"
          type="date"
          value={choices.endsOn}
          hint="The last day. Blank: no end."
          onChange={(endsOn) => onChange({ ...choices, endsOn })}
        />
      </div>
      {!isInclude && choices.endsOn ? (
        <p className="ppa-warning">After that day the payer can see again what this exclusion hides.</p>
      ) : null}
    </>
  )
}
