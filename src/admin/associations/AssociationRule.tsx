'use client'

import { useDocumentInfo, useFormFields } from '@payloadcms/ui'
import { useMemo } from 'react'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { type Association, abilityText, CONDITION_FIELDS, conditionsOf, savedToDraft } from './association.ts'
import { DraftPreview } from './DraftPreview.tsx'
import { RuleText } from './RuleText.tsx'
import { SetBy } from './SetBy.tsx'

const FIELDS = [
  'payer',
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

/** The form's values, the same object until one of them changes. */
function useRule(): { rule: Association; payer: number | null } {
  const text = useFormFields(([fields]) => JSON.stringify(FIELDS.map((name) => [name, fields[name]?.value ?? null])))
  return useMemo(() => {
    const { payer, ...rule } = Object.fromEntries(JSON.parse(text)) as Association & { payer: unknown }
    return { rule, payer: typeof payer === 'number' ? payer : null }
  }, [text])
}

/** On an association's own page: what the form says, in words, who set it, and what the payer would see with it. */
export function AssociationRule() {
  const { rule, payer } = useRule()
  const { id } = useDocumentInfo()
  const drafted = useMemo(
    () => ({ drafts: [savedToDraft(rule)], ...(id === undefined ? {} : { replacing: id }) }),
    [rule, id],
  )
  if (conditionsOf(rule).length === 0) return null
  return (
    <div className="field-type ppa-section">
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
      {payer === null ? null : (
        <DraftPreview payer={payer} heading="What this payer would see with it" drafted={drafted} />
      )}
    </div>
  )
}
