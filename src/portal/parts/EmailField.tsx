import { Field } from './Field.tsx'

type Props = { value: string; onChange: (value: string) => void; isTried: boolean }

/** The email somebody logs in with; once sending was tried, an empty one is asked for. */
export function EmailField({ value, onChange, isTried }: Props) {
  return (
    <Field
      label="Email"
      type="email"
      name="email"
      autoComplete="username"
      value={value}
      onChange={onChange}
      problem={isTried && value.trim() === '' ? 'Enter your email.' : null}
      isRequired
      inputMode="email"
    />
  )
}
