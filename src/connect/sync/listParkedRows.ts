import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'

export const PARKED_STATES = ['parked', 'retrying', 'resolved'] as const
type ParkedState = (typeof PARKED_STATES)[number]

/** A row of a billing source that cannot be right, as staff see it. Instants are ISO texts. */
export type ParkedRow = {
  id: number
  source: string
  externalId: string | null
  /** Where it stands in the source, such as `bills.csv line 18`. */
  place: string | null
  reason: string
  /** Some of its values, each shortened: never its memo. */
  row: Record<string, unknown>
  state: ParkedState
  firstSeenAt: string
  lastSeenAt: string
  resolvedAt: string | null
  runId: number | null
}

const LIST = {
  name: 'connect-list-parked',
  text: `select id, source, external_id as "externalId", place, reason, row, state, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt",
      resolved_at as "resolvedAt", run_id as "runId"
    from payer_portal_parked_rows
    where ($1::text is null or source = $1) and (case when $2::text is null then resolved_at is null else state = $2 end)
      and ($5::text is null or position(lower($5) in lower(concat_ws(' ', external_id, place, reason, row::text))) > 0)
    order by id desc limit $3 offset $4`,
}

type Args = {
  payload: Payload
  source: string | null
  state: ParkedState | null
  q: string | null
  limit: number
  page: number
}

/** The rows that were set aside, the newest first; without a `state` those that still are, with `q` those that hold this text. */
export async function listParkedRows({ payload, source, state, q, limit, page }: Args) {
  const { rows } = await poolOf(payload).query<ParkedRow>({
    ...LIST,
    values: [source, state, limit + 1, (page - 1) * limit, q],
  })
  return { docs: rows.slice(0, limit), hasNextPage: rows.length > limit, page }
}
