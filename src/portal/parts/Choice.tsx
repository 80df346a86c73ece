import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import { Icon } from './Icon.tsx'

type ChoiceProps<Key extends string> = {
  label: string
  /** Whose, for ears: where several stand in one page. */
  of?: string
  value: Key
  options: readonly { id: Key; label: string }[]
  onChange: (value: Key) => void
}

/** A drop-down list of a few fixed options. */
export function Choice<Key extends string>({ label, of, value, options, onChange }: ChoiceProps<Key>) {
  const pick = (key: unknown) => {
    const option = options.find(({ id }) => id === key)
    if (option) onChange(option.id)
  }
  return (
    <Select className="pp-field" selectedKey={value} onSelectionChange={pick}>
      <Label className="pp-label">
        {label}
        {of && <span className="pp-hidden"> of {of}</span>}
      </Label>
      <Button className="pp-input pp-select">
        <SelectValue />
        <Icon name="down" />
      </Button>
      <Popover className="pp-popover">
        <ListBox className="pp-list-box" items={options}>
          {(option) => (
            <ListBoxItem className="pp-option" id={option.id}>
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}
