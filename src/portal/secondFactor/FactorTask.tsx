import { useState } from 'react'
import type { Factor } from '../api/factorTypes.ts'
import { Button } from '../parts/Button.tsx'
import { Field } from '../parts/Field.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { type Begun, FactorSetup } from './FactorSetup.tsx'
import { PasswordPrompt } from './PasswordPrompt.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'

export type Task = { kind: 'totp' | 'passkey' | 'codes' } | { kind: 'remove' | 'rename'; factor: Factor }

type Props = { task: Task; onDone: (said: string) => void; onCancel: () => void }

const TITLES: Readonly<Record<Task['kind'], string>> = {
  totp: 'Add an authenticator app',
  passkey: 'Add a passkey',
  codes: 'Make new recovery codes',
  remove: 'Remove',
  rename: 'Rename',
}

function AddTask({ kind, onDone, onCancel }: { kind: 'totp' | 'passkey' } & Omit<Props, 'task'>) {
  const { client } = usePortal()
  const [begun, setBegun] = useState<Begun | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const done = () => onDone('Two-step login is changed. Other devices are logged out.')
  const begin = async (currentPassword: string) =>
    setBegun(
      kind === 'totp'
        ? { kind, totp: await client.beginTotp({ currentPassword }) }
        : { kind, passkey: await client.beginPasskey({ currentPassword }) },
    )
  if (codes) return <RecoveryCodes codes={codes} onDone={done} doneLabel="Done" />
  if (begun)
    return (
      <div className="pp-form">
        <FactorSetup
          begun={begun}
          onAdded={({ recoveryCodes }) => (recoveryCodes ? setCodes(recoveryCodes) : done())}
        />
        <Button look="quiet" isWide onPress={onCancel}>
          Cancel
        </Button>
      </div>
    )
  return <PasswordPrompt submitLabel="Continue" work={begin} onCancel={onCancel} />
}

function CodesTask({ onDone, onCancel }: Omit<Props, 'task'>) {
  const { client } = usePortal()
  const [codes, setCodes] = useState<string[] | null>(null)
  const renew = async (currentPassword: string) =>
    setCodes((await client.newRecoveryCodes({ currentPassword })).recoveryCodes)
  if (codes)
    return <RecoveryCodes codes={codes} onDone={() => onDone('New recovery codes are in place.')} doneLabel="Done" />
  return (
    <PasswordPrompt submitLabel="Make new codes" work={renew} onCancel={onCancel}>
      <p>The earlier codes stop working.</p>
    </PasswordPrompt>
  )
}

function FactorChange({ task, onDone, onCancel }: Props & { task: { factor: Factor; kind: 'remove' | 'rename' } }) {
  const { client } = usePortal()
  const { factor, kind } = task
  const [name, setName] = useState(factor.name)
  const remove = async (currentPassword: string) => {
    await client.removeFactor(factor.id, { currentPassword })
    onDone(`${factor.name} is removed. Other devices are logged out.`)
  }
  const rename = async (currentPassword: string) => {
    await client.renameFactor(factor.id, { currentPassword, name })
    onDone('The name is changed.')
  }
  if (kind === 'remove')
    return (
      <PasswordPrompt submitLabel="Remove" look="danger" work={remove} onCancel={onCancel}>
        <p>
          <bdi>{factor.name}</bdi> can then no longer be used to log in.
        </p>
      </PasswordPrompt>
    )
  return (
    <PasswordPrompt submitLabel="Save the name" work={rename} onCancel={onCancel}>
      <Field label="Name" value={name} onChange={setName} maxLength={60} isRequired />
    </PasswordPrompt>
  )
}

/** One change of the two-step login, from the password to its end. */
export function FactorTask({ task, onDone, onCancel }: Props) {
  const ends = { onDone, onCancel }
  return (
    <div className="pp-factor-task">
      <h3>{TITLES[task.kind]}</h3>
      {(task.kind === 'totp' || task.kind === 'passkey') && <AddTask kind={task.kind} {...ends} />}
      {task.kind === 'codes' && <CodesTask {...ends} />}
      {'factor' in task && <FactorChange task={task} {...ends} />}
    </div>
  )
}
