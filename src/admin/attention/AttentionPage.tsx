'use client'

import { Button, toast, useModal } from '@payloadcms/ui'
import { useCallback, useEffect, useState } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { type AdminApi, useAdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { useOnce } from '../api/useOnce.ts'
import { useStaffMay } from '../api/useStaffMay.ts'
import { Pages } from '../fields/Pages.tsx'
import { LoadState } from '../parts/LoadState.tsx'
import { ATTENTION_DIALOG, AttentionDialog, type Edited } from './AttentionDialog.tsx'
import { AttentionFilters } from './AttentionFilters.tsx'
import { AttentionTable } from './AttentionTable.tsx'
import { ringAttention } from './attentionBell.ts'
import { type AttentionFilter, type AttentionItem, attentionQuery, maySettle, NO_FILTER } from './attentionItem.ts'

type Page = { docs: AttentionItem[]; hasNextPage: boolean; page: number }
type Asked = { filter: AttentionFilter; page: number }

function useAttention({ filter, page }: Asked) {
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) => api<Page>(`/attention?${attentionQuery(filter, page)}`, { signal }),
    [filter, page],
  )
  return useLoaded(load)
}

/** What is done with an item, each followed by a fresh list. */
function useActions(reload: () => Promise<unknown>) {
  const api = useAdminApi()
  const { openModal } = useModal()
  const may = useStaffMay()
  const [edited, setEdited] = useState<Edited | null>(null)
  const refresh = useCallback(async () => {
    await reload()
    ringAttention()
  }, [reload])
  const change = useCallback(
    async ({ id }: AttentionItem, body: object, said: string) => {
      try {
        await api(`/attention/${id}`, { method: 'PATCH', body })
        toast.success(said)
        await refresh()
      } catch (error) {
        toast.error(errorMessage(error))
      }
    },
    [api, refresh],
  )
  const { run, isBusy } = useOnce(change)
  // The dialog is there once there is an item for it.
  useEffect(() => {
    if (edited) openModal(ATTENTION_DIALOG)
  }, [edited, openModal])
  return {
    edited,
    refresh,
    actions: {
      isBusy,
      maySettle: (item: AttentionItem) => maySettle(may, item),
      onTake: (item: AttentionItem) => void run(item, { owner: 'me' }, 'It is yours now.'),
      onSettle: (item: AttentionItem) => void run(item, { state: 'done' }, 'Settled.'),
      onEdit: (item: AttentionItem) => setEdited((before) => ({ item, turn: (before?.turn ?? 0) + 1 })),
    },
  }
}

/** The list of what needs the attention of staff. */
export function AttentionPage() {
  const [asked, setAsked] = useState<Asked>({ filter: NO_FILTER, page: 1 })
  const { data, error, isLoading, reload } = useAttention(asked)
  const { edited, refresh, actions } = useActions(reload)
  return (
    <>
      <div className="ppa-head">
        <div>
          <p>
            Everything that somebody of the firm has to settle, on one list. What settles itself leaves it by itself.
          </p>
        </div>
        <Button buttonStyle="secondary" size="small" margin={false} disabled={isLoading} onClick={() => void refresh()}>
          Refresh
        </Button>
      </div>
      <AttentionFilters filter={asked.filter} onChange={(filter) => setAsked({ filter, page: 1 })} />
      <LoadState data={data} error={error} />
      {data?.docs.length === 0 ? <p className="ppa-empty">Nothing here needs attention.</p> : null}
      {data && data.docs.length > 0 ? (
        <AttentionTable items={data.docs} actions={actions} isLoading={isLoading} />
      ) : null}
      {data ? (
        <Pages
          label="Pages of what needs attention"
          page={data.page}
          hasNextPage={data.hasNextPage}
          onGo={(page) => setAsked({ ...asked, page })}
        />
      ) : null}
      <AttentionDialog edited={edited} onDone={refresh} />
    </>
  )
}
