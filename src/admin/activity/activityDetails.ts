import { moneyText } from '../money/moneyText.ts'

type Values = Readonly<Record<string, unknown>>

/** In `who`, or said by another line already. */
const LEFT_OUT = new Set(['byPerson', 'fields', 'before', 'after', 'currency', 'setup'])
const MONEY = new Set(['amount'])

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `clientNumber` as `Client number`. */
export function fieldText(name: string): string {
  const text = name.replaceAll('_', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (Array.isArray(value)) return value.map(valueText).join(', ') || '—'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return isValues(value) ? JSON.stringify(value) : String(value)
}

function changeLines({ before, after }: { before: Values | null; after: Values | null }): string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names.map((name) => {
    const [was, is] = [valueText(before?.[name]), valueText(after?.[name])]
    if (!before) return `${fieldText(name)}: ${is}`
    return after ? `${fieldText(name)}: ${was} → ${is}` : `${fieldText(name)}: ${was}`
  })
}

/** What an entry says beside who did what, a line for each fact: values before and after, numbers, amounts. Pure. */
export function activityDetails(data: Values | null | undefined): string[] {
  const { before, after, fields, currency } = data ?? {}
  const was = isValues(before) ? before : null
  const is = isValues(after) ? after : null
  const shown = new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])
  const unshown = Array.isArray(fields) ? fields.filter((name) => !shown.has(String(name))) : []
  const facts = Object.entries(data ?? {}).filter(([name, value]) => !LEFT_OUT.has(name) && value !== null)
  return [
    ...changeLines({ before: was, after: is }),
    ...(unshown.length > 0 ? [`Changed: ${unshown.map((name) => fieldText(String(name))).join(', ')}`] : []),
    ...facts.map(([name, value]) => {
      const isMoney = MONEY.has(name) && typeof value === 'number' && typeof currency === 'string'
      return `${fieldText(name)}: ${isMoney ? moneyText(value, currency) : valueText(value)}`
    }),
  ]
}
