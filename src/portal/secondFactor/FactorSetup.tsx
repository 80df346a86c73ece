import { useState } from 'react'
import type { AddedFactor, NewPasskey, NewTotp } from '../api/factorTypes.ts'
import { Button } from '../parts/Button.tsx'
import { Field } from '../parts/Field.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { CodeForm } from './CodeForm.tsx'
import { makePasskey } from './passkey.ts'

/** A factor that was begun and waits for its proof. */
export type Begun = { kind: 'totp'; totp: NewTotp } | { kind: 'passkey'; passkey: NewPasskey }

type OnAdded = (added: AddedFactor) => Promise<void> | void

function TotpSetup({ totp, onAdded }: { totp: NewTotp; onAdded: OnAdded }) {
  const { client } = usePortal()
  const confirm = useAction(async (code: string) => {
    await onAdded(await client.confirmTotp({ challenge: totp.challenge, code }))
  })
  return (
    <div className="pp-form">
      <p>Scan this picture with your authenticator app, then enter the code that the app shows.</p>
      {/* biome-ignore lint/performance/noImgElement: the portal also runs in apps without Next */}
      <img className="pp-qr" src={totp.qr} alt="QR code for your authenticator app" width={200} height={200} />
      <details className="pp-secret">
        <summary>Cannot scan it?</summary>
        <p className="pp-help">Enter this key in the app:</p>
        <code>{totp.secret.replace(/.{4}(?=.)/g, '$& ')}</code>
      </details>
      <CodeForm action={confirm} submitLabel="Confirm" />
    </div>
  )
}

function PasskeySetup({ passkey, onAdded }: { passkey: NewPasskey; onAdded: OnAdded }) {
  const { client } = usePortal()
  const [name, setName] = useState('')
  const make = useAction(async () => {
    const made = await makePasskey(passkey.options)
    const named = name.trim() === '' ? {} : { name: name.trim() }
    await onAdded(await client.confirmPasskey({ challenge: passkey.challenge, passkey: made, ...named }))
  })
  return (
    <div className="pp-form">
      <p>Your device asks you for your fingerprint, face, PIN or security key.</p>
      <Field
        label="Name"
        help="So that you know it again, such as “Work laptop”."
        value={name}
        onChange={setName}
        maxLength={60}
        autoFocus
      />
      <ErrorNotice error={make.error} />
      <Button look="primary" isWide onPress={() => make.run()} isPending={make.isPending}>
        Create the passkey
      </Button>
    </div>
  )
}

/** Proves a factor that was begun. */
export function FactorSetup({ begun, onAdded }: { begun: Begun; onAdded: OnAdded }) {
  return begun.kind === 'totp' ? (
    <TotpSetup totp={begun.totp} onAdded={onAdded} />
  ) : (
    <PasskeySetup passkey={begun.passkey} onAdded={onAdded} />
  )
}
