'use client'

import { Button, useDocumentInfo, useModal } from '@payloadcms/ui'
import { useId } from 'react'
import type { PayerId } from '../api/usePayerData.ts'
import { useStaffMay } from '../api/useStaffMay.ts'
import { LoadState } from '../parts/LoadState.tsx'
import { PanelSection } from '../parts/PanelSection.tsx'
import { AddPersonDialog } from './AddPersonDialog.tsx'
import { PersonRow } from './PersonRow.tsx'
import type { Person } from './person.ts'
import { type PeopleActions, usePeople, usePeopleActions } from './usePeople.ts'

type TableProps = { payer: PayerId; people: Person[]; hasAccess: boolean; actions: PeopleActions | null }

function PeopleTable({ payer, people, hasAccess, actions }: TableProps) {
  return (
    <div className="ppa-scroll">
      <table className="ppa-table">
        <caption className="ppa-hidden">People who may act for this payer</caption>
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Role</th>
            <th scope="col">Invite</th>
            <th scope="col">
              <span className="ppa-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <PersonRow key={person.id} payer={payer} person={person} hasAccess={hasAccess} actions={actions} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function List({ people, ...rest }: TableProps) {
  if (people.length === 0) return <p className="ppa-empty">Nobody: login access is off.</p>
  return <PeopleTable people={people} {...rest} />
}

type HeadProps = { headingId: string; onInvite: (() => void) | null }

function Head({ headingId, onInvite }: HeadProps) {
  return (
    <div className="ppa-head">
      <div>
        <h3 id={headingId}>People</h3>
        <p className="ppa-muted">
          Everybody who may act for this payer, each with an own login and role. Switching login access off ends it for
          all of them.
        </p>
      </div>
      {onInvite ? (
        <Button buttonStyle="secondary" size="small" margin={false} onClick={onInvite}>
          Invite a person
        </Button>
      ) : null}
    </div>
  )
}

function SavedPayer({ id, headingId }: { id: PayerId; headingId: string }) {
  const { data: people, error } = usePeople(id)
  const actions = usePeopleActions(id)
  const canManage = useStaffMay()('login.manage')
  const { openModal } = useModal()
  const slug = `payer-person-add-${id}`
  // The owner is there exactly while login access is on.
  const hasAccess = people?.some(({ role }) => role === 'owner') ?? false
  return (
    <>
      <Head headingId={headingId} onInvite={people && canManage ? () => openModal(slug) : null} />
      <LoadState data={people} error={error} />
      {people ? <List payer={id} people={people} hasAccess={hasAccess} actions={canManage ? actions : null} /> : null}
      {canManage ? <AddPersonDialog slug={slug} hasAccess={hasAccess} onAdd={actions.add} /> : null}
    </>
  )
}

/** The people of a payer: who they are, what they may do, how their invites went. */
export function PeoplePanel() {
  const { id } = useDocumentInfo()
  const headingId = useId()
  if (id === undefined) return null
  return (
    <PanelSection headingId={headingId}>
      <SavedPayer key={id} id={id} headingId={headingId} />
    </PanelSection>
  )
}
