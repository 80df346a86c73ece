import type { Payload } from 'payload'
import { withTransaction } from '../base/database.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { ATTENTION_FEEDS, type FeedKind, feedSql, type Given, SETTLE_GONE } from './attentionFeeds.ts'

// One look at a time: a look that began earlier must not put back what a later one settled.
const TURN = `select pg_advisory_xact_lock(hashtext('payer-portal-attention'))`

const KINDS = Object.keys(ATTENTION_FEEDS) as FeedKind[]

function valuesOf(kind: FeedKind, given: Given): unknown[] {
  const feed = ATTENTION_FEEDS[kind]
  return 'values' in feed ? feed.values(given) : []
}

/**
 * Brings the list of what needs attention up to what is the case now: raises what has come, settles what is gone. Every
 * minute for everything, and for `kinds` alone after what may have changed them. Changes nothing else, and a repeat
 * changes nothing at all.
 */
export async function followAttention(payload: Payload, kinds: readonly FeedKind[] = KINDS): Promise<void> {
  const given = { sources: portalOptions(payload).sources.map(({ key }) => key) }
  await withTransaction(payload, async (tx) => {
    await tx.query({ name: 'attention-turn', text: TURN })
    for (const kind of kinds)
      await tx.query({ name: `attention-feed-${kind}`, text: feedSql(kind), values: valuesOf(kind, given) })
    if (kinds === KINDS) await tx.query({ name: 'attention-settle-gone', text: SETTLE_GONE })
  })
}
