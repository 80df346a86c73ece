'use client'

import { useCallback, useState } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { PagedList, type PageOf } from '../fields/PagedList.tsx'
import { PayerTab } from '../payers/PayerTab.tsx'
import { HistoryTable } from './HistoryTable.tsx'
import type { Transaction } from './transaction.ts'

function useHistory(payer: number | string, page: number) {
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) =>
      api<PageOf<Transaction>>(
        `/transactions?where[payer][equals]=${encodeURIComponent(String(payer))}&sort=-createdAt&depth=0&limit=20&page=${page}`,
        { signal },
      ),
    [payer, page],
  )
  return useLoaded(load)
}

const WORDS = {
  title: 'Payment History',
  loading: 'Loading the history …',
  empty: 'No transactions yet.',
  pages: 'Pages of the payment history',
}

function SavedPayer({ payer }: { payer: number | string }) {
  const [page, setPage] = useState(1)
  return (
    <PagedList words={WORDS} loaded={useHistory(payer, page)} onGo={setPage}>
      {(transactions) => <HistoryTable transactions={transactions} />}
    </PagedList>
  )
}

/** The tab on a payer's page with every transaction of that payer, newest first. */
export const PaymentHistoryTab = () => <PayerTab>{(payer) => <SavedPayer payer={payer} />}</PayerTab>
