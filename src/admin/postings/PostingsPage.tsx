'use client'

import { Button, useModal } from '@payloadcms/ui'
import { useEffect, useRef, useState } from 'react'
import type { PostingDoc } from '../../connect/posting/listPostings.ts'
import { useStaffMay } from '../api/useStaffMay.ts'
import { Pages } from '../fields/Pages.tsx'
import { LoadState } from '../parts/LoadState.tsx'
import { BulkDialogs, type BulkResult, REMOVE_DIALOG, RETRY_DIALOG } from './BulkDialogs.tsx'
import { BulkResults, type Outcome } from './BulkResults.tsx'
import { ExportButton } from './ExportButton.tsx'
import { HISTORY_DIALOG, HistoryDialog } from './HistoryDialog.tsx'
import { MOVE_DIALOG, MoveDialog } from './MoveDialog.tsx'
import { type Named, PostingFilters } from './PostingFilters.tsx'
import { PostingsTable } from './PostingsTable.tsx'
import { filterQuery, isOpen, type PostingFilterTexts } from './posting.ts'
import { usePostings, watchPostings } from './usePostings.ts'

type Props = {
  accounts: readonly Named[]
  sources: readonly Named[]
  /** What the page shows first. */
  filter: PostingFilterTexts
}

function useChosen(docs: readonly PostingDoc[]) {
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set())
  const ids = docs.filter((doc) => isOpen(doc) && ticked.has(doc.id)).map(({ id }) => id)
  const choose = (changed: readonly number[], isChosen: boolean) => {
    const next = new Set(ids)
    for (const id of changed) isChosen ? next.add(id) : next.delete(id)
    setTicked(next)
  }
  return { ids, choose, clear: () => setTicked(new Set()) }
}

function BulkButtons({ count }: { count: number }) {
  const { openModal } = useModal()
  const small = { size: 'small', margin: false, disabled: count === 0 } as const
  return (
    <>
      <Button {...small} onClick={() => openModal(RETRY_DIALOG)}>
        {`Post now (${count})`}
      </Button>
      <Button {...small} buttonStyle="secondary" className="ppa-danger-quiet" onClick={() => openModal(REMOVE_DIALOG)}>
        {`Remove (${count})`}
      </Button>
    </>
  )
}

/** What this page shows, what is ticked, and what became of the last action. */
function usePage(first: PostingFilterTexts) {
  const [filter, setFilter] = useState(first)
  const [page, setPage] = useState(1)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const loaded = usePostings(filterQuery(filter), page)
  const docs = loaded.data?.docs ?? []
  const chosen = useChosen(docs)
  // Whoever changes the filter meanwhile is shown what it asks for now.
  const latest = useRef(loaded.reload)
  useEffect(() => {
    latest.current = loaded.reload
  }, [loaded.reload])
  const follow = async (ids: readonly number[]) => {
    await latest.current()
    await watchPostings(() => latest.current(), ids)
  }
  const onDone = (results: BulkResult[], what: string) => {
    setOutcome({ what, results, postings: docs })
    chosen.clear()
    void follow(results.filter(({ result }) => result === 'done').map(({ id }) => id))
  }
  const ask = (next: PostingFilterTexts) => {
    setFilter(next)
    setPage(1)
    setOutcome(null)
  }
  return { filter, ask, page, setPage, loaded, docs, chosen, outcome, onDone, follow }
}

/** *Manage Postings*: what was, is and could not be written back to the billing systems, and what staff do about it. */
export function PostingsPage({ accounts, sources, filter: first }: Props) {
  const { openModal } = useModal()
  const mayManage = useStaffMay()('postings.manage')
  const { filter, ask, page, setPage, loaded, docs, chosen, outcome, onDone, follow } = usePage(first)
  const [posting, setPosting] = useState<PostingDoc | null>(null)
  const open = (slug: string) => (chosenPosting: PostingDoc) => {
    setPosting(chosenPosting)
    openModal(slug)
  }
  const actions = {
    chosen: new Set(chosen.ids),
    onChoose: chosen.choose,
    onHistory: open(HISTORY_DIALOG),
    onMove: open(MOVE_DIALOG),
    mayManage,
  }
  return (
    <>
      <PostingFilters filter={filter} onChange={ask} accounts={accounts} sources={sources} />
      <div className="ppa-controls">
        {mayManage ? <BulkButtons count={chosen.ids.length} /> : null}
        <ExportButton filter={filter} />
        <Button
          buttonStyle="secondary"
          size="small"
          margin={false}
          disabled={loaded.isLoading}
          onClick={() => void loaded.reload()}
        >
          Refresh
        </Button>
      </div>
      <BulkResults outcome={outcome} />
      <LoadState data={loaded.data} error={loaded.error} />
      {loaded.data && docs.length === 0 ? <p className="ppa-empty">No posting is like this.</p> : null}
      {docs.length > 0 ? (
        <PostingsTable
          postings={docs}
          accounts={new Map(accounts.map(({ value, label }) => [value, label]))}
          actions={actions}
          isLoading={loaded.isLoading}
        />
      ) : null}
      <Pages label="Pages of the postings" page={page} hasNextPage={loaded.data?.hasNextPage ?? false} onGo={setPage} />
      <BulkDialogs ids={chosen.ids} onDone={onDone} />
      <MoveDialog posting={posting} onDone={follow} />
      <HistoryDialog posting={posting} />
    </>
  )
}
