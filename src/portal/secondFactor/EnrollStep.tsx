import { useState } from 'react'
import { Button } from '../parts/Button.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { type Begun, FactorSetup } from './FactorSetup.tsx'
import { hasPasskeys } from './passkey.ts'
import { RecoveryCodes } from './RecoveryCodes.tsx'

type Props = { challenge: string; onIn: () => Promise<void> }

function useEnroll({ challenge, onIn }: Props) {
  const { client } = usePortal()
  const [begun, setBegun] = useState<Begun | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const enter = useAction(onIn)
  const beginTotp = useAction(async () => setBegun({ kind: 'totp', totp: await client.beginTotp({ challenge }) }))
  const beginPasskey = useAction(async () =>
    setBegun({ kind: 'passkey', passkey: await client.beginPasskey({ challenge }) }),
  )
  return { begun, setBegun, codes, setCodes, enter, beginTotp, beginPasskey }
}

/** Adds the first way of two-step login, which the firm asks for, and then goes in. */
export function EnrollStep(props: Props) {
  const { begun, setBegun, codes, setCodes, enter, beginTotp, beginPasskey } = useEnroll(props)
  const { settings } = usePortal()
  const heading = (
    <PageHeading
      title="Set up two-step login"
      intro={
        <p>
          <bdi>{settings.firmName}</bdi> asks for a second step after the password.
        </p>
      }
    >
      Set up two-step login
    </PageHeading>
  )
  if (codes)
    return (
      <>
        {heading}
        <RecoveryCodes codes={codes} onDone={() => enter.run()} doneLabel="Go on to the portal" />
        <ErrorNotice error={enter.error} />
      </>
    )
  if (begun)
    return (
      <>
        {heading}
        <FactorSetup
          begun={begun}
          onAdded={({ recoveryCodes }) => (recoveryCodes ? setCodes(recoveryCodes) : props.onIn())}
        />
        <p className="pp-auth-links">
          <Button look="quiet" onPress={() => setBegun(null)}>
            Choose another way
          </Button>
        </p>
      </>
    )
  return (
    <>
      {heading}
      <div className="pp-form">
        <Button look="primary" isWide onPress={() => beginTotp.run()} isPending={beginTotp.isPending} autoFocus>
          Use an authenticator app
        </Button>
        {hasPasskeys() && (
          <Button isWide onPress={() => beginPasskey.run()} isPending={beginPasskey.isPending}>
            Use a passkey
          </Button>
        )}
        <ErrorNotice error={beginTotp.error ?? beginPasskey.error} />
      </div>
    </>
  )
}
