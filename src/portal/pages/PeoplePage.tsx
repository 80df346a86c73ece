import { useEffect } from 'react'
import { Button } from '../parts/Button.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Said } from '../parts/Said.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { InviteForm } from '../people/InviteForm.tsx'
import { PersonCard } from '../people/PersonCard.tsx'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
import { useInPlace } from '../state/useInPlace.ts'
import { useRemote } from '../state/useRemote.ts'
import { useSaid } from '../state/useSaid.ts'

/** Milliseconds until it is looked again whether an invite that waits has left. */
const LOOK_AGAIN = 5000

function usePeople() {
  const { client } = usePortal()
  const people = useRemote('people', (signal) => client.people(signal))
  const form = useInPlace()
  const said = useSaid()
  const changed = (text: string) => {
    form.finish()
    said.say(text)
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
    said.clear()
    form.open()
  }
  return { people, form, said, changed, begin }
}

function People() {
  const { people, form, said, changed, begin } = usePeople()
  const { canManage } = useAbilities()
  const docs = people.data?.docs
  return (
    <>
      <Said of={said} />
      <ErrorNotice error={people.error} onRetry={people.reload} />
      {canManage && form.isOpen && <InviteForm onInvited={changed} onCancel={form.close} />}
      {canManage && !form.isOpen && docs && (
        <div className="pp-people-tools">
          <Button look="primary" onPress={begin} autoFocus={form.isReturning}>
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
