'use client'

import { useDocumentInfo } from '@payloadcms/ui'
import type { Loaded } from '../api/useLoaded.ts'
import { AssociationRow } from './AssociationRow.tsx'
import type { AssociationList } from './useAssociations.ts'

type Props = {
  payer: number | string
  list: Loaded<AssociationList>
  canEdit: boolean
  onChanged: () => Promise<void>
}

function Rows({ data, ...row }: { data: AssociationList } & Omit<Props, 'list'>) {
  const { title } = useDocumentInfo()
  return (
    <div className="ppa-scroll">
      <table className="ppa-table">
        <caption className="ppa-hidden">Associations of {title}</caption>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Effect</th>
            <th scope="col">May</th>
            <th scope="col">Ends on</th>
            <th scope="col">Set by</th>
            <th scope="col">
              <span className="ppa-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.docs.map((association) => (
            <AssociationRow key={association.id} association={association} {...row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The payer's associations, each with an edit and a removal. */
export function AssociationsTable({ list: { data, error }, ...rows }: Props) {
  return (
    <div aria-busy={!data && !error}>
      <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
      {!data && !error ? <p className="ppa-muted">Loading the associations …</p> : null}
      {data && data.docs.length === 0 ? (
        <p className="ppa-empty">No associations yet: this payer sees no invoice.</p>
      ) : null}
      {data && data.docs.length > 0 ? <Rows data={data} {...rows} /> : null}
      {data && data.totalDocs > data.docs.length ? (
        <p className="ppa-muted">
          The first {data.docs.length} of {data.totalDocs} are shown; the list of associations has them all.
        </p>
      ) : null}
    </div>
  )
}
