import { useEffect, useRef, useState } from 'react'
import { Button } from '../parts/Button.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { InviteForm } from '../people/InviteForm.tsx'
import { PersonCard } from '../people/PersonCard.tsx'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
import { useRemote } from '../state/useRemote.ts'

/** Milliseconds until it is looked again whether an invite that waits has left. */
const LOOK_AGAIN = 5000

function usePeople() {
  const { client } = usePortal()
  const people = useRemote('people', (signal) => client.people(signal))
  const [isInviting, setInviting] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const notice = useRef<HTMLDivElement>(null)
  const changed = (text: string) => {
    setInviting(false)
    setSaid(text)
    // What was pressed may be gone with its row or form.
    notice.current?.focus()
    people.reload()
  }
  const { reload } = people
  const isSending = people.data?.docs.some(({ status }) => status === 'queued') ?? false
  useEffect(() => {
    if (!isSending) return
    const timer = setInterval(reload, LOOK_AGAIN)
    return () => clearInterval(timer)
  }, [isSending, reload])
  const begin = () => {
    setSaid(null)
    setInviting(true)
  }
  return { people, isInviting, setInviting, said, notice, changed, begin }
}

function People() {
  const { people, isInviting, setInviting, said, notice, changed, begin } = usePeople()
  const { canManage } = useAbilities()
  const docs = people.data?.docs
  return (
    <>
      <div ref={notice} tabIndex={-1} className="pp-said">
        {said && (
          <Notice tone="good">
            <p>{said}</p>
          </Notice>
        )}
      </div>
      <ErrorNotice error={people.error} onRetry={people.reload} />
      {canManage && isInviting && <InviteForm onInvited={changed} onCancel={() => setInviting(false)} />}
      {canManage && !isInviting && docs && (
        <div className="pp-people-tools">
          <Button look="primary" onPress={begin}>
            Invite a person
          </Button>
        </div>
      )}
      {!docs && !people.error && <Skeleton rows={3} height="card" />}
      {docs && (
        <ul className="pp-people" aria-label="People">
          {docs.map((person) => (
            <PersonCard key={person.id} person={person} onChange={changed} />
          ))}
        </ul>
      )}
    </>
  )
}

/** Who may act for this payer, and how far; only for whoever keeps these people. */
export function PeoplePage() {
  const { seesPeople } = useAbilities()
  const payer = usePayer()
  return (
    <>
      <PageHeading
        title="People"
        intro={
          seesPeople && (
            <p>
              Everyone here sees the invoices of <bdi>{payer.name ?? payer.email}</bdi>; the role says what else they
              may do.
            </p>
          )
        }
      >
        People
      </PageHeading>
      {seesPeople ? <People /> : <p>Only people who manage this account see who else has access.</p>}
    </>
  )
}
