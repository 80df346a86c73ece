'use client'

import { TextInput } from '../fields/TextInput.tsx'

type Props = { text: string; value: string; onChange: (value: string) => void }

/** Was the text typed as it stands there? Outer blanks do not count. */
export const isTyped = ({ text, value }: { text: string; value: string }): boolean =>
  value.trim() !== '' && value.trim() === text.trim()

/** Asks for a text to be typed before something that cannot be taken back. */
export function ConfirmByTyping({ text, value, onChange }: Props) {
  return (
    <>
      <p>
        To confirm, type <strong>{text}</strong>
      </p>
      <TextInput label="Name of the payer" value={value} onChange={onChange} />
    </>
  )
}
