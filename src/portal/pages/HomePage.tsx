import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { EmptyList } from '../home/EmptyList.tsx'
import { InvoiceList } from '../home/InvoiceList.tsx'
import { InvoiceToolbar, type Sort } from '../home/InvoiceToolbar.tsx'
import { OneAmount } from '../home/OneAmount.tsx'
import { SelectionBar } from '../home/SelectionBar.tsx'
import { SummaryCards } from '../home/SummaryCards.tsx'
import { UnfinishedPayments } from '../home/UnfinishedPayments.tsx'
import { payMemory } from '../logic/attempt.ts'
import { type Basket, NOTHING } from '../logic/selection.ts'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { usePages } from '../state/usePages.ts'
import { useRemote } from '../state/useRemote.ts'

const PAGE = 20

function Welcome() {
  const { settings } = usePortal()
  if (!settings.welcomeHtml) return null
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the server makes and sanitises it from the staff's text
  return <div className="pp-welcome" dangerouslySetInnerHTML={{ __html: settings.welcomeHtml }} />
}

/** Takes a basket along to the pay page. */
function usePay(): (basket: Basket) => void {
  const payer = usePayer()
  const [, navigate] = useLocation()
  return ({ currency, account, lines }) => {
    payMemory(sessionStorage, payer.id).keepBasket({ currency, account, lines })
    navigate('/pay')
  }
}

function useOpenInvoices() {
  const { client, announce } = usePortal()
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<Sort>('dueOn')
  const pages = usePages(`${sort} ${search}`, (page, signal) =>
    client.invoices({ status: 'open', q: search, sort, page, limit: PAGE }, signal),
  )
  const shown = pages.docs?.length
  useEffect(() => {
    if (shown !== undefined && search !== '') announce(shown === 1 ? '1 invoice found' : `${shown} invoices found`)
  }, [shown, search, announce])
  return { pages, search, setSearch, sort, setSort }
}

function OpenInvoices({ open }: { open: ReturnType<typeof useOpenInvoices> }) {
  const { pages, search, setSearch, sort, setSort } = open
  const [selection, setSelection] = useState(NOTHING)
  const pay = usePay()
  const { docs } = pages
  const isSearchable = search !== '' || docs === null || docs.length > 0
  return (
    <section aria-labelledby="pp-open" className="pp-open">
      <h2 id="pp-open" className="pp-hidden">
        Open invoices
      </h2>
      {isSearchable && <InvoiceToolbar sort={sort} onSort={setSort} onSearch={setSearch} />}
      <ErrorNotice error={pages.error} onRetry={pages.reload} />
      {docs === null && !pages.error && <Skeleton rows={6} height="row" />}
      {docs?.length === 0 && <EmptyList search={search} />}
      {docs && docs.length > 0 && (
        <InvoiceList docs={docs} pages={pages} selection={selection} onSelection={setSelection} />
      )}
      <SelectionBar selection={selection} onPay={pay} onClear={() => setSelection(NOTHING)} />
    </section>
  )
}

/** The first page: what is open, what is overdue, and the ways to pay it. */
export function HomePage() {
  const { client } = usePortal()
  const summary = useRemote('summary', (signal) => client.summary(signal))
  const open = useOpenInvoices()
  const pay = usePay()
  const totals = summary.data?.totals ?? []
  const hasOpen = totals.some(({ openTotal }) => openTotal > 0)
  const changed = () => {
    summary.reload()
    open.pages.reload()
  }
  return (
    <>
      <div className="pp-head-row">
        <PageHeading title="Your invoices">Your invoices</PageHeading>
        {hasOpen && <OneAmount totals={totals} onPay={pay} />}
      </div>
      <Welcome />
      <UnfinishedPayments onChange={changed} />
      <ErrorNotice error={summary.error} onRetry={summary.reload} />
      {summary.data ? <SummaryCards summary={summary.data} /> : !summary.error && <Skeleton rows={1} height="card" />}
      <OpenInvoices open={open} />
    </>
  )
}
