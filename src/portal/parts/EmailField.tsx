import { Field, type FieldProps } from './Field.tsx'

type Props = Pick<FieldProps, 'value' | 'onChange' | 'problem'>

/** The email somebody logs in with. */
export function EmailField(props: Props) {
  return (
    <Field label="Email" type="email" name="email" autoComplete="username" {...props} isRequired inputMode="email" />
  )
}
