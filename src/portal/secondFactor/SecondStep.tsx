import { useState } from 'react'
import type { SecondFactor } from '../api/factorTypes.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { type Action, useAction } from '../state/useAction.ts'
import { CodeForm } from './CodeForm.tsx'
import { EnrollStep } from './EnrollStep.tsx'
import { hasPasskeys, signWithPasskey } from './passkey.ts'

type Props = {
  step: SecondFactor
  /** The session is open. */
  onIn: () => Promise<void>
  onRestart: () => void
}

type Way = 'totp' | 'passkey' | 'recovery'

const WAYS: Readonly<Record<Way, string>> = {
  totp: 'Use the authenticator app',
  passkey: 'Use a passkey',
  recovery: 'Use a recovery code',
}

function usePass({ step, onIn }: Props) {
  const { client } = usePortal()
  const { challenge, passkey } = step
  const code = useAction(async (typed: string) => {
    await client.passSecondFactor({ challenge, code: typed })
    await onIn()
  })
  const recovery = useAction(async (typed: string) => {
    await client.passSecondFactor({ challenge, recoveryCode: typed })
    await onIn()
  })
  const sign = useAction(async () => {
    if (!passkey) return
    await client.passSecondFactor({ challenge, passkey: await signWithPasskey(passkey) })
    await onIn()
  })
  return { code, recovery, sign }
}

function WithPasskey({ sign }: { sign: Action<[]> }) {
  return (
    <div className="pp-form">
      <p>Confirm with the fingerprint, face, PIN or security key of your device.</p>
      <ErrorNotice error={sign.error} />
      <Button look="primary" isWide onPress={() => sign.run()} isPending={sign.isPending} autoFocus>
        Use your passkey
      </Button>
    </div>
  )
}

function VerifyStep(props: Props) {
  const kinds: readonly Way[] = (props.step.kinds ?? []).filter((kind) => kind !== 'passkey' || hasPasskeys())
  const [way, setWay] = useState<Way>(kinds.includes('passkey') ? 'passkey' : (kinds[0] ?? 'recovery'))
  const pass = usePass(props)
  return (
    <>
      <PageHeading title="Two-step login">Two-step login</PageHeading>
      {way === 'passkey' && <WithPasskey sign={pass.sign} />}
      {way === 'totp' && <CodeForm key="totp" action={pass.code} submitLabel="Log in" />}
      {way === 'recovery' && <CodeForm key="recovery" action={pass.recovery} submitLabel="Log in" isRecovery />}
      <div className="pp-auth-links pp-ways">
        {kinds
          .filter((kind) => kind !== way)
          .map((kind) => (
            <Button key={kind} look="quiet" onPress={() => setWay(kind)}>
              {WAYS[kind]}
            </Button>
          ))}
        <Button look="quiet" onPress={props.onRestart}>
          Start again
        </Button>
      </div>
    </>
  )
}

/** What stands between a right password and the portal: a factor, or setting one up. */
export function SecondStep(props: Props) {
  const { challenge, enroll } = props.step
  return enroll ? <EnrollStep challenge={challenge} onIn={props.onIn} /> : <VerifyStep {...props} />
}
