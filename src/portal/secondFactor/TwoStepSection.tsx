import { useRef, useState } from 'react'
import type { Factor, OwnFactors } from '../api/factorTypes.ts'
import { formatInstant } from '../logic/formatDate.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorNotice, Notice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useRemote } from '../state/useRemote.ts'
import { FactorTask, type Task } from './FactorTask.tsx'
import { hasPasskeys } from './passkey.ts'

type Begin = (task: Task) => void

const KINDS = { totp: 'Authenticator app', passkey: 'Passkey' } as const

function factsOf({ kind, createdAt, lastUsedAt }: Factor): string {
  return `${KINDS[kind]}, added ${formatInstant(createdAt)}${lastUsedAt ? `, last used ${formatInstant(lastUsedAt)}` : ''}`
}

function FactorRow({ factor, begin }: { factor: Factor; begin: Begin }) {
  return (
    <li>
      <div>
        <strong>
          <bdi>{factor.name}</bdi>
        </strong>
        <p className="pp-muted">{factsOf(factor)}</p>
      </div>
      <div className="pp-actions">
        <Button look="quiet" onPress={() => begin({ kind: 'rename', factor })} aria-label={`Rename ${factor.name}`}>
          Rename
        </Button>
        <Button look="quiet" onPress={() => begin({ kind: 'remove', factor })} aria-label={`Remove ${factor.name}`}>
          Remove
        </Button>
      </div>
    </li>
  )
}

function Overview({ own, begin }: { own: OwnFactors; begin: Begin }) {
  const { factors, recoveryCodesLeft, policy } = own
  return (
    <div className="pp-form">
      {factors.length === 0 ? (
        <p>Off. Add a way, and it is asked for after the password at each login.</p>
      ) : (
        <>
          <ul className="pp-factors">
            {factors.map((factor) => (
              <FactorRow key={factor.id} factor={factor} begin={begin} />
            ))}
          </ul>
          <p className={recoveryCodesLeft <= 3 ? 'pp-few' : undefined}>Recovery codes left: {recoveryCodesLeft}</p>
        </>
      )}
      {policy !== 'off' && (
        <div className="pp-actions">
          <Button onPress={() => begin({ kind: 'totp' })}>Add an authenticator app</Button>
          {hasPasskeys() && <Button onPress={() => begin({ kind: 'passkey' })}>Add a passkey</Button>}
          {factors.length > 0 && <Button onPress={() => begin({ kind: 'codes' })}>Make new recovery codes</Button>}
        </div>
      )}
    </div>
  )
}

/** The own ways of two-step login: see, add, rename, remove, new recovery codes. */
export function TwoStepSection() {
  const { client } = usePortal()
  const own = useRemote('factors', (signal) => client.factors(signal))
  const [task, setTask] = useState<Task | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  if (own.data?.policy === 'off' && own.data.factors.length === 0) return null
  const begin: Begin = (next) => {
    setSaid(null)
    setTask(next)
  }
  const end = () => {
    setTask(null)
    // What was pressed goes away with the task.
    heading.current?.focus()
  }
  const done = (text: string) => {
    end()
    setSaid(text)
    own.reload()
  }
  return (
    <section className="pp-card" aria-labelledby="pp-two-step">
      <h2 id="pp-two-step" ref={heading} tabIndex={-1}>
        Two-step login
      </h2>
      <ErrorNotice error={own.error} onRetry={own.reload} />
      {said && (
        <Notice tone="good">
          <p>{said}</p>
        </Notice>
      )}
      {task ? (
        <FactorTask task={task} onDone={done} onCancel={end} />
      ) : (
        own.data && <Overview own={own.data} begin={begin} />
      )}
    </section>
  )
}
