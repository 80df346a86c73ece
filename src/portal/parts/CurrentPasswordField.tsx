import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { type FieldProps, PasswordField } from './Field.tsx'

type Props = Pick<FieldProps, 'value' | 'onChange' | 'problem' | 'autoFocus'>

/** Asks whoever is logged in for the own password before a change; the hidden email tells password managers whose it is. */
export function CurrentPasswordField(props: Props) {
  const payer = usePayer()
  const { me } = usePortal()
  return (
    <>
      <input type="hidden" name="username" autoComplete="username" value={me.person?.email ?? payer.email} readOnly />
      <PasswordField label="Current password" autoComplete="current-password" isRequired {...props} />
    </>
  )
}
