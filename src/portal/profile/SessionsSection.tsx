import { useRef, useState } from 'react'
import type { OwnSession } from '../api/accountTypes.ts'
import { formatAge, formatInstant } from '../logic/formatDate.ts'
import { Badge } from '../parts/Badge.tsx'
import { Button } from '../parts/Button.tsx'
import { Icon } from '../parts/Icon.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { useRemote } from '../state/useRemote.ts'

type OnEnded = (said: string) => void

const THIS = { label: 'This device', tone: 'good' } as const

function factsOf({ lastSeenAt, createdAt, ip, isCurrent }: OwnSession): string {
  const seen = isCurrent ? 'Active now' : `Last seen ${formatAge(lastSeenAt, new Date())}`
  return [seen, `logged in ${formatInstant(createdAt)}`, ip && `from ${ip}`].filter(Boolean).join(', ')
}

function SessionRow({ session, onEnded }: { session: OwnSession; onEnded: OnEnded }) {
  const { client } = usePortal()
  const end = useAction(async () => {
    await client.endSession(session.id)
    onEnded(`${session.device} is logged out.`)
  })
  return (
    <li>
      <Icon name="device" />
      <div className="pp-session-text">
        <p>
          <strong>
            <bdi>{session.device}</bdi>
          </strong>{' '}
          {session.isCurrent && <Badge state={THIS} />}
        </p>
        <p className="pp-muted">{factsOf(session)}</p>
        <ErrorNotice error={end.error} />
      </div>
      {!session.isCurrent && (
        <Button
          look="quiet"
          onPress={() => end.run()}
          isPending={end.isPending}
          aria-label={`Log out ${session.device}, last seen ${formatAge(session.lastSeenAt, new Date())}`}
        >
          Log out
        </Button>
      )}
    </li>
  )
}

function useSessions() {
  const { client } = usePortal()
  const sessions = useRemote('sessions', (signal) => client.sessions(signal))
  const [said, setSaid] = useState<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const ended: OnEnded = (text) => {
    setSaid(text)
    // The button that was pressed goes away with its row.
    heading.current?.focus()
    sessions.reload()
  }
  const endOthers = useAction(async () => {
    await client.endOtherSessions()
    ended('All other devices are logged out.')
  })
  return { sessions, said, heading, ended, endOthers }
}

/** Where the own login is logged in, and how to end that: one place, or all others. */
export function SessionsSection() {
  const { sessions, said, heading, ended, endOthers } = useSessions()
  const docs = sessions.data?.docs
  return (
    <section className="pp-card" aria-labelledby="pp-sessions">
      <h2 id="pp-sessions" ref={heading} tabIndex={-1}>
        Where you are logged in
      </h2>
      <div className="pp-form">
        <ErrorNotice error={sessions.error} onRetry={sessions.reload} />
        {said && (
          <Notice tone="good">
            <p>{said}</p>
          </Notice>
        )}
        {!docs && !sessions.error && <Skeleton rows={2} height="row" />}
        {docs && (
          <ul className="pp-sessions">
            {docs.map((session) => (
              <SessionRow key={session.id} session={session} onEnded={ended} />
            ))}
          </ul>
        )}
        <ErrorNotice error={endOthers.error} />
        {docs && docs.length > 1 && (
          <Button onPress={() => endOthers.run()} isPending={endOthers.isPending}>
            Log out all other devices
          </Button>
        )}
        {docs?.length === 1 && <p className="pp-help">You are logged in nowhere else.</p>}
      </div>
    </section>
  )
}
