'use client'

import { useDocumentInfo, useFormFields } from '@payloadcms/ui'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { type Association, abilityText, CONDITION_FIELDS, conditionsOf } from './association.ts'
import { RuleText } from './RuleText.tsx'
import { SetBy } from './SetBy.tsx'

const FIELDS = [
  ...CONDITION_FIELDS,
  'source',
  'effect',
  'ability',
  'detail',
  'endsOn',
  'createdBy',
  'updatedBy',
  'createdAt',
  'updatedAt',
] as const

/** The form's values as one text, so that only a change of one of them draws anew. */
function useRule(): Association {
  const text = useFormFields(([fields]) =>
    JSON.stringify(Object.fromEntries(FIELDS.map((name) => [name, fields[name]?.value ?? null]))),
  )
  return JSON.parse(text) as Association
}

/** On an association's own page: what the form says, in words, and who set it. */
export function AssociationRule() {
  const rule = useRule()
  const { id } = useDocumentInfo()
  if (conditionsOf(rule).length === 0) return null
  return (
    <div className="field-type ppa-panel">
      <AdminStyles />
      <p className="ppa-rule-line">
        {rule.effect === 'exclude' ? 'Hides' : abilityText(rule)}: <RuleText association={rule} />
        {rule.endsOn ? `, until ${rule.endsOn}` : ''}
      </p>
      {id === undefined ? null : (
        <p className="ppa-muted">
          Set by <SetBy association={rule} />
        </p>
      )}
    </div>
  )
}
