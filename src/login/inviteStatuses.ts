/** The life of a welcome mail and its link. */
export const INVITE_STATUSES = ['none', 'queued', 'sent', 'failed', 'accepted', 'expired'] as const
