import type { PostingDoc } from '../../connect/posting/listPostings.ts'
import type { BulkResult } from './BulkDialogs.tsx'

export type Outcome = { what: string; results: readonly BulkResult[]; postings: readonly PostingDoc[] }

/** What became of each chosen posting. */
export function BulkResults({ outcome }: { outcome: Outcome | null }) {
  const references = new Map(outcome?.postings.map(({ id, reference }) => [id, reference]))
  return (
    <div role="status">
      {outcome ? (
        <ul className="ppa-list ppa-panel" aria-label="What became of each posting">
          {outcome.results.map(({ id, result, message }) => (
            <li key={id}>
              <strong>{references.get(id) ?? `Posting ${id}`}</strong>:{' '}
              {result === 'done' ? outcome.what : <span className="ppa-error">{message ?? 'Refused'}</span>}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
