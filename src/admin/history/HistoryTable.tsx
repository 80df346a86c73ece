'use client'

import { Link, Pill, useConfig, useTranslation } from '@payloadcms/ui'
import type { ComponentProps } from 'react'
import { moneyText } from '../money/moneyText.ts'
import { DataTable } from '../parts/DataTable.tsx'
import { codeText, methodText, type Transaction } from './transaction.ts'

const STYLES: Readonly<Record<string, ComponentProps<typeof Pill>['pillStyle']>> = {
  succeeded: 'success',
  processing: 'warning',
  requires_action: 'warning',
  failed: 'error',
}
const COLUMNS = ['Date', 'Reference', 'Kind', 'Status', 'Invoices', 'Method', 'Amount', 'Posting']

function Row({ transaction, href, date }: { transaction: Transaction; href: string; date: string }) {
  const { amount, currency, refundedAmount, status, held } = transaction
  const invoices = (transaction.allocations ?? []).map(({ invoice, invoiceNumber }) => invoiceNumber ?? `#${invoice}`)
  return (
    <tr>
      <td data-label="Date">{date}</td>
      <td data-label="Reference">
        <Link href={href}>{transaction.reference}</Link>
      </td>
      <td data-label="Kind">{codeText(transaction.kind)}</td>
      <td data-label="Status">
        <Pill size="small" pillStyle={STYLES[status] ?? 'light-gray'}>
          {codeText(status)}
        </Pill>
        {held ? <div className="ppa-warning">Held: {held}</div> : null}
      </td>
      <td data-label="Invoices">
        <bdi>{invoices.join(', ') || '—'}</bdi>
      </td>
      <td data-label="Method">{methodText(transaction.method)}</td>
      <td data-label="Amount" className="ppa-number">
        {moneyText(amount, currency)}
        {refundedAmount ? <div className="ppa-muted">{moneyText(refundedAmount, currency)} refunded</div> : null}
      </td>
      <td data-label="Posting">{codeText(transaction.posting?.status)}</td>
    </tr>
  )
}

/** A payer's transactions, each with a link to its own page. */
export function HistoryTable({ transactions }: { transactions: readonly Transaction[] }) {
  const { config } = useConfig()
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <DataTable caption="Transactions of this payer" columns={COLUMNS} numbers={['Amount']}>
      {transactions.map((transaction) => (
        <Row
          key={transaction.id}
          transaction={transaction}
          href={`${config.routes.admin}/collections/transactions/${transaction.id}`}
          date={format.format(new Date(transaction.createdAt))}
        />
      ))}
    </DataTable>
  )
}
