import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components'
import { Icon } from './Icon.tsx'

export type FieldProps = Omit<TextFieldProps, 'children' | 'className'> & {
  label: string
  help?: ReactNode
  problem?: string | null
  rows?: number
}

/** A labelled text field; `problem` is shown under it and read out with it. */
export function Field({ label, help, problem, rows, ...props }: FieldProps) {
  return (
    <TextField {...props} isInvalid={Boolean(problem)} validationBehavior="aria" className="pp-field">
      <Label className="pp-label">{label}</Label>
      {rows ? <TextArea className="pp-input" rows={rows} /> : <Input className="pp-input" />}
      {help && (
        <Text slot="description" className="pp-help">
          {help}
        </Text>
      )}
      <FieldError className="pp-field-error">{problem}</FieldError>
    </TextField>
  )
}

/** A password field whose text can be shown. Pasting and password managers work. */
export function PasswordField({ label, help, problem, ...props }: FieldProps) {
  const [isShown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      isInvalid={Boolean(problem)}
      validationBehavior="aria"
      className="pp-field"
    >
      <Label className="pp-label">{label}</Label>
      <div className="pp-input-group">
        <Input className="pp-input" autoCapitalize="none" spellCheck={false} />
        <AriaButton
          className="pp-input-button"
          aria-pressed={isShown}
          onPress={() => setShown(!isShown)}
          aria-label={`Show ${label.toLowerCase()}`}
        >
          {isShown ? 'Hide' : 'Show'}
        </AriaButton>
      </div>
      {help && (
        <Text slot="description" className="pp-help">
          {help}
        </Text>
      )}
      <FieldError className="pp-field-error">{problem}</FieldError>
    </TextField>
  )
}

type CheckProps = {
  isSelected: boolean
  onChange: (isSelected: boolean) => void
  children?: ReactNode
  label?: string
  isDisabled?: boolean
  problem?: string | null
}

/** A checkbox with a visible label, or with `label` for ears only; `problem` is shown under it and read out with it. */
export function Check({ problem, ...props }: CheckProps) {
  const id = useId()
  return (
    <>
      <CheckBox {...props} problemId={problem ? id : undefined} />
      {problem && (
        <p id={id} className="pp-field-error">
          {problem}
        </p>
      )}
    </>
  )
}

type BoxProps = Omit<CheckProps, 'problem'> & { problemId: string | undefined }

function CheckBox({ isSelected, onChange, children, label, isDisabled = false, problemId }: BoxProps) {
  return (
    <AriaCheckbox
      isInvalid={problemId !== undefined}
      aria-describedby={problemId}
      className="pp-check"
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled}
      aria-label={label}
    >
      <span className="pp-check-box" aria-hidden="true">
        <Icon name="check" />
      </span>
      {children && <span className="pp-check-text">{children}</span>}
    </AriaCheckbox>
  )
}
