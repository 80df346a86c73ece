import { isCalendarDate } from '../../base/dates.ts'
import { PortalError } from '../../base/errors.ts'
import { normalText } from '../../base/text.ts'
import type { DraftRule } from '../../invoices/readSummary.ts'

const MAX_DRAFTS = 500
const MAX_TEXT = 500

const CONDITIONS = {
  clientNumber: 'client_number',
  clientName: 'client_name',
  matterNumber: 'matter_number',
  matterDescription: 'matter_description',
  invoiceNumber: 'invoice_number',
  source: 'source',
} as const

const CHOICES = { effect: ['include', 'exclude'], ability: ['pay', 'view'], detail: ['full', 'amounts'] } as const

const refuse = (message: string): never => {
  throw new PortalError('bad_request', { message })
}

function textOf(draft: Record<string, unknown>, name: string): string | null {
  const value = draft[name] ?? null
  if (value === null) return null
  if (typeof value !== 'string' || value.length > MAX_TEXT || value.includes('\0'))
    return refuse(`associations: ${name} must be a text.`)
  return normalText(value)
}

function choiceOf(draft: Record<string, unknown>, name: keyof typeof CHOICES): string {
  const value = draft[name] ?? CHOICES[name][0]
  return (CHOICES[name] as readonly unknown[]).includes(value)
    ? String(value)
    : refuse(`associations: ${name} is one of ${CHOICES[name].join(', ')}.`)
}

function parseDraft(given: unknown): DraftRule {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return refuse('associations: each must be an object.')
  const draft = given as Record<string, unknown>
  const conditions = Object.fromEntries(
    Object.entries(CONDITIONS).map(([name, column]) => [column, textOf(draft, name)]),
  ) as Record<(typeof CONDITIONS)[keyof typeof CONDITIONS], string | null>
  const { source: _source, ...needed } = conditions
  if (Object.values(needed).every((value) => value === null)) refuse('associations: each needs at least one condition.')
  const endsOn = textOf(draft, 'endsOn')
  if (endsOn !== null && !isCalendarDate(endsOn)) refuse('associations: endsOn is a date such as 2026-12-31.')
  return {
    ...conditions,
    effect: choiceOf(draft, 'effect'),
    ability: choiceOf(draft, 'ability'),
    detail: choiceOf(draft, 'detail'),
    ends_on: endsOn,
  }
}

/** The drafts of a request, in the form in which associations are stored. Throws `bad_request`. */
export function parseDrafts(given: unknown): DraftRule[] {
  if (given === undefined || given === null) return []
  if (!Array.isArray(given) || given.length > MAX_DRAFTS)
    return refuse(`associations must be a list of at most ${MAX_DRAFTS}.`)
  return given.map(parseDraft)
}
