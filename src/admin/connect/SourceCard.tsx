'use client'

import { Button, useModal, useTranslation } from '@payloadcms/ui'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { progressText, type SourceState } from './connectState.ts'

type SourceActions = {
  maySync: boolean
  isBusy: boolean
  /** `whole`: every invoice; `full`: the same, and many may be missing. */
  onSync: (source: string, how: { whole?: true; full?: true }) => Promise<void>
}

type Format = { when: (instant: string) => string; number: (value: number) => string }

function useFormat(): Format {
  const { i18n } = useTranslation()
  const instants = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' })
  const numbers = new Intl.NumberFormat(i18n.language)
  return { when: (instant) => instants.format(new Date(instant)), number: (value) => numbers.format(value) }
}

function Progress({ running, format }: { running: NonNullable<SourceState['running']>; format: Format }) {
  const text = progressText(running, format.number)
  const { read, expected } = running
  return (
    <div className="ppa-progress">
      <span role="status">{text}</span>
      {expected ? (
        <progress aria-label={text} max={expected} value={Math.min(read, expected)} />
      ) : (
        <progress aria-label={text} />
      )}
    </div>
  )
}

function Stopped({ source, actions }: { source: SourceState; actions: SourceActions }) {
  const { openModal } = useModal()
  const slug = `payer-portal-run-anyway-${source.key}`
  return (
    <div className="ppa-warning">
      <p>
        <strong>The last run was stopped, and changed nothing.</strong> <bdi>{source.last?.error}</bdi>
      </p>
      {actions.maySync ? (
        <Button
          buttonStyle="secondary"
          size="small"
          className="ppa-danger-quiet"
          disabled={actions.isBusy}
          onClick={() => openModal(slug)}
        >
          Run anyway
        </Button>
      ) : null}
      <ActionDialog
        slug={slug}
        heading={`Run ${source.label} anyway?`}
        confirmLabel="Run anyway"
        tone="danger"
        onConfirm={() => actions.onSync(source.key, { full: true })}
      >
        <p>The last run was stopped with:</p>
        <p className="ppa-note">
          <bdi>{source.last?.error}</bdi>
        </p>
        <p>
          Whatever is missing from the billing system then becomes void: payers no longer see it and cannot pay it. Of
          an older state, what was paid since then is due again. Do this only when you know why it is so. A read that is
          empty is refused all the same.
        </p>
      </ActionDialog>
    </div>
  )
}

function LastRun({ source, format }: { source: SourceState; format: Format }) {
  const { last } = source
  if (!last) return <p>It has not been read yet.</p>
  if (last.status === 'failed')
    return (
      <p className="ppa-error">
        The last run failed {format.when(last.finishedAt)}: <bdi>{last.error}</bdi>
      </p>
    )
  return null
}

/** One billing source: how fresh it is, what it does, and the buttons to read it. */
export function SourceCard({ source, actions }: { source: SourceState; actions: SourceActions }) {
  const format = useFormat()
  const { key, label, asOf, running, parked, last } = source
  const common = { buttonStyle: 'secondary', size: 'small', margin: false } as const
  const isBusy = actions.isBusy || running !== null
  return (
    <section className="ppa-source" aria-labelledby={`ppa-source-${key}`}>
      <h2 id={`ppa-source-${key}`}>
        <bdi>{label}</bdi>
      </h2>
      <p>
        {asOf ? (
          <>
            Shows what the billing system said on <time dateTime={asOf}>{format.when(asOf)}</time>.
          </>
        ) : (
          'Nothing of it is shown yet.'
        )}{' '}
        {parked > 0 ? (
          <a
            className="ppa-link"
            href="#ppa-parked"
          >{`${format.number(parked)} ${parked === 1 ? 'row' : 'rows'} set aside`}</a>
        ) : null}
      </p>
      {running ? <Progress running={running} format={format} /> : <LastRun source={source} format={format} />}
      {!running && last?.status === 'stopped' ? <Stopped source={source} actions={actions} /> : null}
      {actions.maySync ? (
        <div className="ppa-controls">
          <Button
            {...common}
            disabled={isBusy}
            aria-label={`Sync now: ${label}`}
            onClick={() => void actions.onSync(key, {})}
          >
            Sync now
          </Button>
          <Button
            {...common}
            disabled={isBusy}
            aria-label={`Read everything: ${label}`}
            onClick={() => void actions.onSync(key, { whole: true })}
          >
            Read everything
          </Button>
        </div>
      ) : null}
    </section>
  )
}
