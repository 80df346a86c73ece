import { useEffect, useState } from 'react'
import { Button, Input, Label, SearchField } from 'react-aria-components'
import { Choice } from '../parts/Choice.tsx'
import { Icon } from '../parts/Icon.tsx'

export const SORTS = [
  { id: 'dueOn', label: 'Oldest first' },
  { id: '-dueOn', label: 'Newest first' },
  { id: 'number', label: 'Number' },
  { id: '-amountDue', label: 'Highest first' },
] as const

export type Sort = (typeof SORTS)[number]['id']

export const FILTERS = [
  { id: 'open', label: 'Open' },
  { id: 'overdue', label: 'Overdue' },
  { id: 'paid', label: 'Paid' },
  { id: 'credit', label: 'Credits' },
  { id: 'all', label: 'All' },
] as const

export type Filter = (typeof FILTERS)[number]['id']

const PAUSE = 300

type ToolbarProps = {
  filter: Filter
  onFilter: (filter: Filter) => void
  sort: Sort
  onSort: (sort: Sort) => void
  onSearch: (text: string) => void
}

/** Search, kind and order of the list. Typing asks once it pauses. */
export function InvoiceToolbar({ filter, onFilter, sort, onSort, onSearch }: ToolbarProps) {
  const [text, setText] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => onSearch(text.trim()), PAUSE)
    return () => clearTimeout(timer)
  }, [text, onSearch])
  return (
    <div className="pp-toolbar">
      <SearchField
        className="pp-field pp-search"
        value={text}
        onChange={setText}
        onSubmit={(value) => onSearch(value.trim())}
      >
        <Label className="pp-label">Search</Label>
        <div className="pp-input-group">
          <Icon name="search" />
          <Input className="pp-input" placeholder="Number, client or matter" maxLength={100} />
          {text !== '' && <Button className="pp-input-button">Clear</Button>}
        </div>
      </SearchField>
      <Choice label="Show" value={filter} options={FILTERS} onChange={onFilter} />
      <Choice label="Order" value={sort} options={SORTS} onChange={onSort} />
    </div>
  )
}
