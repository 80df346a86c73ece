/**
 * The one place that says which session is live: its token, neither ended nor idle, of a login whose sessions have not been ended
 * since. From a session `s` to the persons `m`, one of each payer that its login acts for: `from` and `where`. `token` is
 * the placeholder of the hash, `idle` the one of the seconds that it may go unseen, `joined` what else belongs to a person.
 */
export const liveSessionSql = ({
  token,
  idle,
  joined = '',
}: {
  token: string
  idle: string
  joined?: string
}): string =>
  `from payer_portal_sessions s
 join payer_portal_logins l on l.id = s.login_id and l.epoch = s.epoch
 join payer_portal_people m on m.login_id = s.login_id ${joined}
 where s.token_hash = ${token} and s.expires_at > now() and s.last_seen_at > now() - ${idle} * interval '1 second'`

/** Was the session `s` seen so long ago that it is time to note it again? An expression; `touch` is the placeholder of the seconds. */
export const isStaleSql = (touch: string): string => `s.last_seen_at < now() - ${touch} * interval '1 second'`
