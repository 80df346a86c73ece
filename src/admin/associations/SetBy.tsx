'use client'

import { useWhen } from '../api/useWhen.ts'
import type { Association } from './association.ts'

type Props = { association: Pick<Association, 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'> }

/** Who set a rule and when, and who changed it last. */
export function SetBy({ association: { createdAt, createdBy, updatedAt, updatedBy } }: Props) {
  const when = useWhen()
  return (
    <span className="ppa-setby">
      <bdi>{createdBy ?? 'The portal'}</bdi>
      {createdAt ? <span className="ppa-muted"> {when(createdAt)}</span> : null}
      {updatedBy && updatedAt ? (
        <span className="ppa-muted">
          {' '}
          Changed by <bdi>{updatedBy}</bdi> {when(updatedAt)}
        </span>
      ) : null}
    </span>
  )
}
