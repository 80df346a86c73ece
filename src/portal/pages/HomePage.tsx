import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { EmptyList } from '../home/EmptyList.tsx'
import { InvoiceList } from '../home/InvoiceList.tsx'
import { type Filter, InvoiceToolbar, type Sort } from '../home/InvoiceToolbar.tsx'
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
import { useAbilities } from '../state/useAbilities.ts'
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
  const [filter, setFilter] = useState<Filter>('open')
  const pages = usePages(`${filter} ${sort} ${search}`, (page, signal) =>
    client.invoices({ status: filter, q: search, sort, page, limit: PAGE }, signal),
  )
  const shown = pages.docs?.length
  useEffect(() => {
    if (shown !== undefined && search !== '') announce(shown === 1 ? '1 invoice found' : `${shown} invoices found`)
  }, [shown, search, announce])
  return { pages, search, setSearch, sort, setSort, filter, setFilter }
}

function OpenInvoices({ open }: { open: ReturnType<typeof useOpenInvoices> }) {
  const { pages, search, setSearch, sort, setSort, filter, setFilter } = open
  const [selection, setSelection] = useState(NOTHING)
  const pay = usePay()
  const { docs } = pages
  return (
    <section aria-labelledby="pp-open" className="pp-open">
      <h2 id="pp-open" className="pp-hidden">
        Invoices
      </h2>

      <InvoiceToolbar filter={filter} onFilter={setFilter} sort={sort} onSort={setSort} onSearch={setSearch} />

      <ErrorNotice error={pages.error} onRetry={pages.reload} />
      {docs?.length === 0 && <EmptyList search={search} filter={filter} />}
      {docs && docs.length > 0 && (
        <InvoiceList docs={docs} pages={pages} selection={selection} onSelection={setSelection} />
      )}
      <SelectionBar selection={selection} onPay={pay} onClear={() => setSelection(NOTHING)} />
    </section>
  )
}

/** All that the first page shows. It waits for all of it, so that nothing that comes late pushes the rest away. */
function useHome() {
  const { client } = usePortal()
  const summary = useRemote('summary', (signal) => client.summary(signal))
  const recent = useRemote('recent', (signal) => client.transactions({ limit: 20 }, signal))
  const open = useOpenInvoices()
  const isReady =
    [summary, recent].every(({ data, error }) => data || error) && Boolean(open.pages.docs || open.pages.error)
  const reload = () => {
    summary.reload()
    recent.reload()
    open.pages.reload()
  }
  return { summary, recent: recent.data?.docs ?? [], open, isReady, reload }
}

function Home({ home }: { home: ReturnType<typeof useHome> }) {
  const { summary, recent, open, reload } = home
  return (
    <>
      <Welcome />
      <UnfinishedPayments recent={recent} onChange={reload} />
      <ErrorNotice error={summary.error} onRetry={summary.reload} />
      {summary.data && <SummaryCards summary={summary.data} />}
      <OpenInvoices open={open} />
    </>
  )
}

/** The first page: what is open, what is overdue, and the ways to pay it. */
export function HomePage() {
  const home = useHome()
  const pay = usePay()
  const { canPay } = useAbilities()
  const totals = home.summary.data?.totals ?? []
  return (
    <>
      <div className="pp-head-row">
        <PageHeading title="Your invoices">Your invoices</PageHeading>
        {canPay && home.isReady && totals.some(({ openTotal }) => openTotal > 0) && (
          <OneAmount totals={totals} onPay={pay} />
        )}
      </div>
      {home.isReady ? <Home home={home} /> : <Skeleton rows={6} height="card" />}
    </>
  )
}
