export const POSTING_STATES = ['pending', 'incomplete', 'queued', 'posted', 'failed', 'removed'] as const
export type PostingState = (typeof POSTING_STATES)[number]

/**
 * The moves of a posting: from → to. `queued` may start over, since a server can die while it
 * posts: the reference makes the repeat harmless. Back to `pending` goes one whose money staff moved to
 * other invoices. A removed one stays removed.
 */
export const POSTING_MOVES: Readonly<Record<PostingState, readonly PostingState[]>> = {
  pending: ['queued', 'incomplete', 'posted', 'removed'],
  incomplete: ['pending', 'queued', 'incomplete', 'posted', 'removed'],
  queued: ['queued', 'posted', 'failed', 'incomplete'],
  posted: [],
  failed: ['pending', 'queued', 'incomplete', 'posted', 'removed'],
  removed: [],
}

/** The states from which `to` may be reached. */
export function postingStatesBefore(to: PostingState): PostingState[] {
  return POSTING_STATES.filter((from) => POSTING_MOVES[from].includes(to))
}

/** Why staff took a posting out: somebody entered it by hand, or it will never be entered. */
export const RELEASES = ['already_entered', 'wont_be_entered'] as const
export type Release = (typeof RELEASES)[number]
