import { deviceName } from '../login/sessions/deviceName.ts'
import { AUDIT_KINDS } from './auditKinds.ts'

/** An entry as stored, with what its person is called now. */
export type StoredEntry = {
  action?: string | null
  actorCollection?: string | null
  actorId?: string | null
  actorName?: string | null
  person?: string | null
  ip?: string | null
  userAgent?: string | null
}

export type AuditText = { what: string; who: string; origin: string }

const AUTOMATIC: Readonly<Record<string, string>> = {
  system: 'The portal',
  connect: 'Connect',
  processor: 'Payment processor',
}

/** `host.letter_sent` as `Letter sent`. */
function ownKind(action: string): string {
  const text = action.replace(/^host\./, '').replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function whoOf({ actorCollection, actorId, actorName, person }: StoredEntry): string {
  if (!actorCollection) return 'Nobody logged in'
  if (actorCollection === 'payers') return person ?? 'A person of the payer'
  return AUTOMATIC[actorCollection] ?? actorName ?? `Staff user ${actorId}`
}

function originText({ ip, userAgent }: StoredEntry): string {
  const address = ip && ip !== 'unknown' ? ip : null
  return [address, userAgent ? deviceName(userAgent) : null].filter(Boolean).join(' · ') || '—'
}

/** What was done, who did it and from where, in words. Pure. */
export function auditText(entry: StoredEntry): AuditText {
  const action = entry.action ?? ''
  const what = action in AUDIT_KINDS ? AUDIT_KINDS[action as keyof typeof AUDIT_KINDS] : ownKind(action)
  return { what, who: whoOf(entry), origin: originText(entry) }
}
