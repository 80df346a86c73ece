'use client'

import { Button, useDocumentInfo } from '@payloadcms/ui'
import { useCallback, useState } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { Pages } from '../fields/Pages.tsx'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { HistoryTable } from './HistoryTable.tsx'
import type { Transaction } from './transaction.ts'

type Page = { docs: Transaction[]; page: number; totalPages: number; totalDocs: number }

function useHistory(payer: number | string, page: number) {
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) =>
      api<Page>(
        `/transactions?where[payer][equals]=${encodeURIComponent(String(payer))}&sort=-createdAt&depth=0&limit=20&page=${page}`,
        { signal },
      ),
    [payer, page],
  )
  return useLoaded(load)
}

function SavedPayer({ payer }: { payer: number | string }) {
  const [page, setPage] = useState(1)
  const { data, error, isLoading, reload } = useHistory(payer, page)
  return (
    <>
      <div className="ppa-head">
        <h3>Payment History</h3>
        <Button buttonStyle="secondary" size="small" margin={false} disabled={isLoading} onClick={() => void reload()}>
          Refresh
        </Button>
      </div>
      <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
      {!data && !error ? <p className="ppa-muted">Loading the history …</p> : null}
      {data?.docs.length === 0 ? <p className="ppa-empty">No transactions yet.</p> : null}
      {data && data.docs.length > 0 ? <HistoryTable transactions={data.docs} /> : null}
      {data ? (
        <Pages label="Pages of the payment history" page={data.page} totalPages={data.totalPages} onGo={setPage} />
      ) : null}
    </>
  )
}

/** The tab on a payer's page with every transaction of that payer, newest first. */
export function PaymentHistoryTab() {
  const { id } = useDocumentInfo()
  return (
    <div className="ppa-tab">
      <AdminStyles />
      {id === undefined ? <p className="ppa-empty">Save the payer first.</p> : <SavedPayer payer={id} />}
    </div>
  )
}
