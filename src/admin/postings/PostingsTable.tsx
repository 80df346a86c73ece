'use client'

import { Button, Link, Pill, useConfig } from '@payloadcms/ui'
import type { ComponentProps } from 'react'
import type { PostingDoc } from '../../connect/posting/listPostings.ts'
import { codeText } from '../history/transaction.ts'
import { isMovable, isOpen, STATE_WORDS, signedMoney } from './posting.ts'

const STYLES: Readonly<Record<PostingDoc['status'], ComponentProps<typeof Pill>['pillStyle']>> = {
  pending: 'light-gray',
  incomplete: 'warning',
  queued: 'warning',
  posted: 'success',
  failed: 'error',
  removed: 'light-gray',
}

export type RowActions = {
  chosen: ReadonlySet<number>
  onChoose: (ids: readonly number[], isChosen: boolean) => void
  onHistory: (posting: PostingDoc) => void
  onMove: (posting: PostingDoc) => void
  mayManage: boolean
}

function Reason({ posting }: { posting: PostingDoc }) {
  const { error, removedReason, inDoubt, status } = posting
  const reason = removedReason?.replace(/^(\w+): /, (_all, release: string) => `${codeText(release)}: `) ?? error
  return (
    <>
      {reason ? (
        <div className={status === 'removed' ? 'ppa-muted' : 'ppa-error'}>
          <bdi>{reason}</bdi>
        </div>
      ) : null}
      {inDoubt && status === 'failed' ? (
        <div className="ppa-muted">The billing system may have it. The next try or read tells.</div>
      ) : null}
    </>
  )
}

function Days({ paidOn, postedOn, status }: PostingDoc) {
  return (
    <>
      {paidOn}
      {postedOn && postedOn !== paidOn ? (
        <div className="ppa-muted">
          {status === 'posted' ? 'posted' : 'last tried'} as of {postedOn}
        </div>
      ) : null}
    </>
  )
}

function State({ posting }: { posting: PostingDoc }) {
  const { status, externalId, readBackAt } = posting
  return (
    <>
      <Pill size="small" pillStyle={STYLES[status]}>
        {STATE_WORDS[status]}
      </Pill>
      {externalId ? (
        <div className="ppa-muted">
          <bdi>{externalId}</bdi>
          {readBackAt ? ', read back' : ''}
        </div>
      ) : null}
    </>
  )
}

type RowProps = { posting: PostingDoc; admin: string; accountLabel: string; actions: RowActions }

function Row({ posting, admin, accountLabel, actions }: RowProps) {
  const { id, reference, transaction, payer, payerName, lines } = posting
  const { chosen, onChoose, onHistory, onMove, mayManage } = actions
  const small = { buttonStyle: 'secondary', size: 'small', margin: false } as const
  return (
    <tr className={chosen.has(id) ? 'ppa-row--selected' : ''}>
      {mayManage ? (
        <td data-label="Choose">
          {isOpen(posting) ? (
            <input
              type="checkbox"
              aria-label={`Choose ${reference}`}
              checked={chosen.has(id)}
              onChange={(event) => onChoose([id], event.target.checked)}
            />
          ) : null}
        </td>
      ) : null}
      <th scope="row" data-label="Reference">
        <div>
          <Link className="ppa-link" prefetch={false} href={`${admin}/collections/transactions/${transaction}`}>
            {reference}
          </Link>
          <div className="ppa-muted">{codeText(posting.kind)}</div>
        </div>
      </th>
      <td data-label="Payer">
        <Link className="ppa-link" prefetch={false} href={`${admin}/collections/payers/${payer}`}>
          <bdi>{payerName?.trim() || `Payer ${payer}`}</bdi>
        </Link>
      </td>
      <td data-label="Invoices">
        <bdi>{lines.map(({ invoice, invoiceNumber }) => invoiceNumber ?? `#${invoice}`).join(', ') || '—'}</bdi>
      </td>
      <td data-label="Paid on">
        <div>
          <Days {...posting} />
          <div className="ppa-muted">{accountLabel}</div>
        </div>
      </td>
      <td data-label="Amount" className="ppa-number">
        {signedMoney(posting)}
      </td>
      <td data-label="State" className="ppa-posting-state">
        <div>
          <State posting={posting} />
          <Reason posting={posting} />
        </div>
      </td>
      <td data-label="Actions">
        <div className="ppa-controls ppa-controls--end">
          {mayManage && isMovable(posting) ? (
            <Button {...small} aria-label={`Choose invoices for ${reference}`} onClick={() => onMove(posting)}>
              Choose invoices
            </Button>
          ) : null}
          <Button {...small} aria-label={`History of ${reference}`} onClick={() => onHistory(posting)}>
            History
          </Button>
        </div>
      </td>
    </tr>
  )
}

const COLUMNS = ['Reference', 'Payer', 'Invoices', 'Paid on', 'Amount', 'State', 'Actions']

type Props = {
  postings: readonly PostingDoc[]
  accounts: ReadonlyMap<string, string>
  actions: RowActions
  isLoading: boolean
}

/** Postings with their states; those about which something can be done can be ticked. */
export function PostingsTable({ postings, accounts, actions, isLoading }: Props) {
  const { config } = useConfig()
  const open = postings.filter(isOpen).map(({ id }) => id)
  const isAll = open.length > 0 && open.every((id) => actions.chosen.has(id))
  return (
    <div className="ppa-scroll" aria-busy={isLoading}>
      <table className="ppa-table ppa-postings">
        <caption className="ppa-hidden">Postings</caption>
        <thead>
          <tr>
            {actions.mayManage ? (
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label="Choose all of this page"
                  checked={isAll}
                  disabled={open.length === 0}
                  onChange={(event) => actions.onChoose(open, event.target.checked)}
                />
              </th>
            ) : null}
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={column === 'Amount' ? 'ppa-number' : ''}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {postings.map((posting) => (
            <Row
              key={posting.id}
              posting={posting}
              admin={config.routes.admin}
              accountLabel={accounts.get(posting.account) ?? posting.account}
              actions={actions}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
