'use client'

import { Button } from '@payloadcms/ui'
import { useId } from 'react'
import type { Draft } from './association.ts'
import { BulkOutcomes } from './BulkOutcomes.tsx'
import { type BulkPayer, MOST_RULES, summaryOf } from './bulk.ts'
import { type BulkRun, useBulk } from './useBulk.ts'

type Props = {
  /** Memoize both. */
  payers: readonly BulkPayer[]
  drafts: readonly Draft[]
  onClose: () => void
}

const payersText = (count: number): string => `${count} ${count === 1 ? 'payer' : 'payers'}`

function Progress({ run, total }: { run: BulkRun; total: number }) {
  const id = useId()
  const { phase, outcomes } = run
  const isBusy = phase === 'previewing' || phase === 'adding'
  return (
    <>
      {isBusy ? (
        <div className="ppa-progress">
          <span id={id}>
            {outcomes.length} of {total} {phase === 'adding' ? 'done' : 'looked at'}
          </span>
          <progress aria-labelledby={id} max={total} value={outcomes.length} />
        </div>
      ) : null}
      <p role="status" className={phase === 'done' ? 'ppa-outcome' : 'ppa-muted ppa-status'}>
        {phase === 'previewed' ? 'Nothing was written yet.' : ''}
        {phase === 'done' ? `${summaryOf(outcomes)}.` : ''}
      </p>
    </>
  )
}

function Buttons({ run, payers, drafts, onClose }: Props & { run: BulkRun }) {
  const { phase, preview, add, stop } = run
  if (phase === 'previewing' || phase === 'adding')
    return (
      <Button buttonStyle="secondary" margin={false} onClick={stop}>
        Stop
      </Button>
    )
  const canStart = payers.length > 0 && drafts.length > 0 && drafts.length <= MOST_RULES
  const canAdd = run.outcomes.some(({ result }) => result === 'added')
  return (
    <>
      {phase === 'ask' ? (
        <Button margin={false} disabled={!canStart} onClick={() => void preview()}>
          Preview for {payersText(payers.length)}
        </Button>
      ) : null}
      {phase === 'previewed' ? (
        <Button margin={false} disabled={!canAdd} onClick={() => void add()}>
          Add to {payersText(run.outcomes.filter(({ result }) => result === 'added').length)}
        </Button>
      ) : null}
      <Button buttonStyle={phase === 'done' ? 'primary' : 'secondary'} margin={false} onClick={onClose}>
        {phase === 'done' ? 'Done' : 'Cancel'}
      </Button>
    </>
  )
}

/** Gives the same associations to several payers: first what each would get and see, then the button that adds them. */
export function BulkControls(props: Props) {
  const { payers, drafts } = props
  const run = useBulk(props)
  return (
    <>
      <Progress run={run} total={payers.length} />
      {run.outcomes.length > 0 ? (
        <BulkOutcomes outcomes={run.outcomes} isDone={run.phase === 'done' || run.phase === 'adding'} />
      ) : null}
      <footer className="ppa-foot">
        <div className="ppa-controls">
          <Buttons {...props} run={run} />
          {drafts.length > MOST_RULES ? (
            <span className="ppa-error">At most {MOST_RULES} associations at once.</span>
          ) : null}
        </div>
      </footer>
    </>
  )
}
