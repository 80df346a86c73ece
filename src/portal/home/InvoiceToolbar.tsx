import { useEffect, useState } from 'react'
import { Button, Input, Label, SearchField } from 'react-aria-components'
import { Choice } from '../parts/Choice.tsx'
import { Icon } from '../parts/Icon.tsx'

export const SORTS = [
  { id: 'dueOn', label: 'Oldest due first' },
  { id: '-dueOn', label: 'Newest due first' },
  { id: 'number', label: 'Invoice number' },
  { id: '-amountDue', label: 'Highest amount first' },
] as const

export type Sort = (typeof SORTS)[number]['id']

const PAUSE = 300

/** Search and order of the list. Typing asks once it pauses. */
export function InvoiceToolbar({
  sort,
  onSort,
  onSearch,
}: {
  sort: Sort
  onSort: (sort: Sort) => void
  onSearch: (text: string) => void
}) {
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
      <Choice label="Order" value={sort} options={SORTS} onChange={onSort} />
    </div>
  )
}
