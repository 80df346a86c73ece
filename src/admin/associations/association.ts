export const CONDITION_FIELDS = [
  'clientNumber',
  'clientName',
  'matterNumber',
  'matterDescription',
  'invoiceNumber',
] as const

export type ConditionField = (typeof CONDITION_FIELDS)[number]

export const FIELD_LABELS: Readonly<Record<ConditionField, string>> = {
  clientNumber: 'Client number',
  clientName: 'Client name',
  matterNumber: 'Matter number',
  matterDescription: 'Matter description',
  invoiceNumber: 'Invoice number',
}

export type Effect = 'include' | 'exclude'
export type Ability = 'view' | 'pay'
export type Detail = 'full' | 'amounts'

/** What staff choose for an association beside its conditions. `endsOn` blank: no end. */
export type Choices = { effect: Effect; ability: Ability; detail: Detail; endsOn: string }

export const DEFAULT_CHOICES: Choices = { effect: 'include', ability: 'pay', detail: 'full', endsOn: '' }

/** An association as the server keeps it. */
export type Association = Partial<Record<ConditionField | 'source', string | null>> & {
  id: number | string
  effect: Effect
  ability?: Ability | null
  detail?: Detail | null
  endsOn?: string | null
  createdAt?: string
  updatedAt?: string
  /** Who set it and who changed it last; null for the host's own code. */
  createdBy?: string | null
  updatedBy?: string | null
}

/** An association that is not saved yet. */
export type Draft = Partial<Record<ConditionField | 'source', string>> & {
  effect: Effect
  ability?: Ability
  detail?: Detail
  endsOn?: string | null
}

/** The part of a saved association or a draft that staff chose freely. An exclusion has no ability and no detail. */
export function choicesToData({ effect, ability, detail, endsOn }: Choices): Omit<Draft, ConditionField | 'source'> {
  const end = { endsOn: endsOn === '' ? null : endsOn }
  return effect === 'exclude' ? { effect, ...end } : { effect, ability, detail, ...end }
}

/** A draft that says the same as a saved association, for another payer. */
export function savedToDraft(association: Association): Draft {
  const given = [...CONDITION_FIELDS, 'source' as const].flatMap((name) => {
    const value = association[name]
    return value ? [[name, value]] : []
  })
  return { ...Object.fromEntries(given), ...choicesToData(choicesOf(association)) }
}

/** The choices with which a saved association's row is opened for an edit. */
export function choicesOf({ effect, ability, detail, endsOn }: Association): Choices {
  return { effect, ability: ability ?? 'pay', detail: detail ?? 'full', endsOn: endsOn ?? '' }
}

/** The rule in words: each condition that has a value, in the order of client, matter, invoice, source. */
export function conditionsOf(association: Association | Draft): { label: string; value: string }[] {
  const fields = [...CONDITION_FIELDS.map((name) => ({ name, label: FIELD_LABELS[name] })), SOURCE_CONDITION]
  return fields.flatMap(({ name, label }) => {
    const value = association[name]
    return value ? [{ label, value }] : []
  })
}

const SOURCE_CONDITION = { name: 'source', label: 'Billing source' } as const

/** What the rule allows, in words. */
export function abilityText({ effect, ability, detail }: Association): string {
  if (effect === 'exclude') return 'Hidden'
  const can = ability === 'view' ? 'See only' : 'See and pay'
  return detail === 'amounts' ? `${can}, amounts only` : can
}

/** Has it ended? Its last day still counts; both are dates `YYYY-MM-DD`. */
export function hasEnded({ endsOn }: Association, today: string): boolean {
  return Boolean(endsOn) && String(endsOn) < today
}
