'use client'

import { useModal } from '@payloadcms/ui'
import type { AdminApi } from '../../api/useAdminApi.ts'
import { useLoaded } from '../../api/useLoaded.ts'
import { NamedDrawer } from '../../dialog/NamedDrawer.tsx'
import { PayerLink } from '../PayerLink.tsx'
import { type DuplicateGroup, reasonText } from '../samePayer.ts'
import { useDrawerFocus } from '../useDrawerFocus.ts'

const MOST_GROUPS = 200

const loadGroups = async (api: AdminApi, signal: AbortSignal) =>
  (await api<{ groups: DuplicateGroup[] }>('/payers/duplicates', { signal })).groups

function Group({ group, onFollow }: { group: DuplicateGroup; onFollow: () => void }) {
  return (
    <tr>
      <td data-label="Why">{reasonText(group.reasons)}</td>
      <td data-label="Payers">
        <ul className="ppa-list">
          {group.payers.map((payer) => (
            <li key={payer.id}>
              <PayerLink payer={payer} onFollow={onFollow} />{' '}
              <span className="ppa-muted">{[payer.email, payer.phone].filter(Boolean).join(', ')}</span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  )
}

function Duplicates({ onFollow }: { onFollow: () => void }) {
  const { data, error, isLoading } = useLoaded(loadGroups)
  return (
    <div className="ppa-add" ref={useDrawerFocus()}>
      <p className="ppa-muted">
        Records with one email, one name or one phone number. Open the record that should go and choose “Merge into
        another payer” in its menu. Some are different people all the same: a family shares a phone.
      </p>
      {error ? <p className="ppa-error">{error}</p> : null}
      <p className="ppa-status" role="status">
        {isLoading ? 'Loading …' : ''}
      </p>
      {data?.length === 0 ? <p className="ppa-empty">No two payers look the same.</p> : null}
      {data && data.length >= MOST_GROUPS ? <p className="ppa-muted">The first {MOST_GROUPS} are shown.</p> : null}
      {data && data.length > 0 ? (
        <div className="ppa-scroll">
          <table className="ppa-table">
            <thead>
              <tr>
                <th scope="col">Why</th>
                <th scope="col">Payers</th>
              </tr>
            </thead>
            <tbody>
              {data.map((group) => (
                <Group
                  key={`${group.reasons.join()}-${group.payers.map(({ id }) => id).join()}`}
                  group={group}
                  onFollow={onFollow}
                />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  )
}

/** The list of payers that look like one and the same. */
export function DuplicatesDrawer({ slug }: { slug: string }) {
  const { closeModal } = useModal()
  return (
    <NamedDrawer slug={slug} title="Possible duplicates">
      <Duplicates onFollow={() => closeModal(slug)} />
    </NamedDrawer>
  )
}
