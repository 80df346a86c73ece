import type { PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { ATTENTION_KINDS, type AttentionArea, type AttentionKind, type AttentionState } from './attentionKinds.ts'

export type AttentionOwner = { id: string; name: string }

export type AttentionChange = {
  owner?: AttentionOwner | null
  state?: AttentionState
  note?: string | null
}

type Item = { state: AttentionState; ownerId: string | null; ownerName: string | null; note: string | null }
type Stored = Item & { kind: AttentionKind; payer: number | null }

const LOCK = `select a.kind, a.state, a.owner_id as "ownerId", a.owner_name as "ownerName", a.note, coalesce(t.payer_id, a.payer_id)::int as payer
  from payer_portal_alerts a left join transactions t on t.id = a.transaction_id where a.id = $1 for update of a`

const WRITE = `update payer_portal_alerts set state = $2, owner_id = $3, owner_name = $4, note = $5, updated_at = now(),
    resolved_at = case when $2 <> 'done' then null when state = 'done' then resolved_at else now() end,
    resolved_by_id = case when $2 <> 'done' then null when state = 'done' then resolved_by_id else $6 end,
    resolved_by_name = case when $2 <> 'done' then null when state = 'done' then resolved_by_name else $7 end
  where id = $1`

/** An owner works on it; without one nobody does. What is settled stays so unless the state is said. */
function stateAfter({ state }: Item, { owner, state: said }: AttentionChange): AttentionState {
  if (said) return said
  if (owner && state === 'open') return 'in_progress'
  return owner === null && state === 'in_progress' ? 'open' : state
}

/** What an item is after a change by `caller`: work in progress is somebody's. Pure. */
export function planChange(before: Item, change: AttentionChange, caller: AttentionOwner): Item {
  const state = stateAfter(before, change)
  const kept = before.ownerId === null ? null : { id: before.ownerId, name: before.ownerName ?? before.ownerId }
  const chosen = change.owner === undefined ? kept : change.owner
  const owner = state === 'in_progress' ? (chosen ?? caller) : chosen
  return {
    state,
    ownerId: owner?.id ?? null,
    ownerName: owner?.name ?? null,
    note: change.note === undefined ? before.note : change.note,
  }
}

const isSame = (a: Item, b: Item): boolean => a.state === b.state && a.ownerId === b.ownerId && a.note === b.note

type Write = { id: number; before: Stored; after: Item; caller: AttentionOwner; req: PayloadRequest }

async function write(tx: Queryable, { id, before, after, caller, req }: Write): Promise<void> {
  const { state, ownerId, ownerName, note } = after
  const values = [id, state, ownerId, ownerName, note, caller.id, caller.name]
  await tx.query({ name: 'attention-write', text: WRITE, values })
  await recordAudit(tx, {
    req,
    action: 'attention_changed',
    payer: before.payer,
    data: {
      item: id,
      kind: before.kind,
      before: { state: before.state, owner: before.ownerId },
      after: { state, owner: ownerId },
      // What it says stands on the item: it may name somebody.
      ...(note === before.note ? {} : { noted: note !== null }),
    },
  })
}

/**
 * A member of staff takes an item, gives it to somebody, says how it stands or writes a note; who and when stands on the
 * item and in the audit log. `may` says which areas the caller may settle. Throws `attention_not_found`, `forbidden`.
 */
export async function changeAttention(
  req: PayloadRequest,
  {
    id,
    change,
    caller,
    may,
  }: { id: number; change: AttentionChange; caller: AttentionOwner; may: (area: AttentionArea) => boolean },
): Promise<void> {
  await withTransaction(req.payload, async (tx) => {
    const { rows } = await tx.query<Stored>({ name: 'attention-lock', text: LOCK, values: [id] })
    const before = rows[0]
    if (!before) throw new PortalError('attention_not_found')
    if (!may(ATTENTION_KINDS[before.kind]?.area ?? 'systems')) throw new PortalError('forbidden')
    const after = planChange(before, change, caller)
    if (!isSame(before, after)) await write(tx, { id, before, after, caller, req })
  })
}
