'use client'

import { Button, useTranslation } from '@payloadcms/ui'
import { DataTable } from '../parts/DataTable.tsx'
import { AttentionLinks } from './AttentionLinks.tsx'
import { type AttentionItem, stateText } from './attentionItem.ts'

type ItemActions = {
  maySettle: (item: AttentionItem) => boolean
  isBusy: boolean
  onTake: (item: AttentionItem) => void
  onSettle: (item: AttentionItem) => void
  onEdit: (item: AttentionItem) => void
}

const COLUMNS = ['What', 'How it stands', 'Owner', 'Since', 'Actions']

function What({ item }: { item: AttentionItem }) {
  const { title, isTrust, message, count, times, note } = item
  return (
    <td data-label="What">
      <strong>{title}</strong>
      {isTrust ? <span className="ppa-badge">Trust money</span> : null}
      {count !== null && count > 1 ? <span className="ppa-badge ppa-badge--quiet">{count}</span> : null}
      <p>
        <bdi>{message}</bdi>
      </p>
      {times > 1 ? <p className="ppa-muted">It came {times} times.</p> : null}
      <AttentionLinks item={item} />
      {note ? (
        <p className="ppa-note">
          <span className="ppa-hidden">Note: </span>
          <bdi>{note}</bdi>
        </p>
      ) : null}
    </td>
  )
}

function Buttons({ item, actions }: { item: AttentionItem; actions: ItemActions }) {
  const { isBusy, onTake, onSettle, onEdit } = actions
  const common = { buttonStyle: 'secondary', size: 'small', margin: false, disabled: isBusy } as const
  const name = (what: string) => `${what}: ${item.title}, number ${item.id}`
  return (
    <div className="ppa-controls ppa-controls--end">
      {item.state === 'open' ? (
        <Button {...common} aria-label={name('Take')} onClick={() => onTake(item)}>
          Take
        </Button>
      ) : null}
      {item.state === 'done' ? null : (
        <Button {...common} aria-label={name('Settle')} onClick={() => onSettle(item)}>
          Settle
        </Button>
      )}
      <Button {...common} aria-label={name('Edit')} onClick={() => onEdit(item)}>
        Edit
      </Button>
    </div>
  )
}

type Props = { items: readonly AttentionItem[]; actions: ItemActions; isLoading: boolean }

/** The items of one page. */
export function AttentionTable({ items, actions, isLoading }: Props) {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <DataTable
      caption="What needs attention, what came last first"
      columns={COLUMNS}
      className="ppa-attention"
      isLoading={isLoading}
    >
      {items.map((item) => (
        <tr key={item.id}>
          <What item={item} />
          <td data-label="How it stands">{stateText(item)}</td>
          <td data-label="Owner">
            <bdi>{item.owner?.name ?? '—'}</bdi>
          </td>
          <td data-label="Since">
            <time dateTime={item.raisedAt}>{format.format(new Date(item.raisedAt))}</time>
          </td>
          <td data-label="Actions">{actions.maySettle(item) ? <Buttons item={item} actions={actions} /> : '—'}</td>
        </tr>
      ))}
    </DataTable>
  )
}
