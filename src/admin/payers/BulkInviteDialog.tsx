'use client'

import { Button, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useEffect, useId, useRef, useState } from 'react'
import { useLoaded } from '../api/useLoaded.ts'
import { DialogBox } from '../dialog/DialogBox.tsx'
import { LoadState } from '../parts/LoadState.tsx'
import { BulkInviteResults } from './BulkInviteResults.tsx'
import { type ChosenPayer, type Outcome, summaryOf } from './bulkInvite.ts'
import { type BulkInviteRun, useBulkInvite } from './useBulkInvite.ts'
import { useReadChosen } from './useChosenPayers.ts'

type AskProps = { payers: readonly ChosenPayer[]; switchOn: boolean; onSwitchOn: (switchOn: boolean) => void }

function Question({ payers, switchOn, onSwitchOn }: AskProps) {
  const without = payers.filter(({ loginAccess }) => !loginAccess).length
  return (
    <>
      <p>
        Each gets one welcome mail with a link to create a password. Nobody who already has access gets one, and an
        earlier link stops working.
      </p>
      {without > 0 ? (
        <label className="ppa-check">
          <input type="checkbox" checked={switchOn} onChange={(event) => onSwitchOn(event.target.checked)} />
          <span>
            Switch login access on for the {without} of {payers.length} that have it off
          </span>
        </label>
      ) : null}
    </>
  )
}

function Progress({ phase, outcomes, total }: Pick<BulkInviteRun, 'phase'> & { outcomes: Outcome[]; total: number }) {
  const id = useId()
  const tried = outcomes.filter(({ result }) => result !== 'not_tried').length
  return (
    <>
      <div className="ppa-progress">
        <span id={id}>
          {tried} of {total} done
        </span>
        <progress aria-labelledby={id} max={total} value={tried} />
      </div>
      <p role="status">
        {phase === 'inviting' ? 'Inviting …' : `${summaryOf(outcomes)}.`}
        {phase === 'mailing' ? ' Mails are on their way …' : ''}
      </p>
    </>
  )
}

const LEAVE: Readonly<Record<BulkInviteRun['phase'], string>> = {
  ask: 'Cancel',
  inviting: 'Stop',
  mailing: 'Close',
  done: 'Close',
}

/** The button that had the focus is gone with each step: the one that leaves has it then. */
function useLeaveFocus(phase: BulkInviteRun['phase']) {
  const leave = useRef<HTMLButtonElement>(null)
  const isRunning = phase !== 'ask'
  useEffect(() => {
    if (isRunning) leave.current?.focus()
  }, [isRunning])
  return leave
}

/** Shows the new states in the list behind the dialog. */
function useFreshList(phase: BulkInviteRun['phase']): void {
  const router = useRouter()
  useEffect(() => {
    if (phase === 'mailing' || phase === 'done') router.refresh()
  }, [phase, router])
}

type StepProps = AskProps & { run: BulkInviteRun }

function Step({ run: { phase, outcomes }, ...ask }: StepProps) {
  if (phase === 'ask') return <Question {...ask} />
  return (
    <>
      <Progress phase={phase} outcomes={outcomes} total={ask.payers.length} />
      {outcomes.length > 0 ? <BulkInviteResults payers={ask.payers} outcomes={outcomes} /> : null}
    </>
  )
}

function headingOf(phase: BulkInviteRun['phase'], total: number): string {
  return `Invite ${total} ${total === 1 ? 'payer' : 'payers'}${phase === 'ask' ? '?' : ''}`
}

/** Asks, then shows how far it is and what became of each payer. Escape closes it, and while it works stops it. */
export function BulkInviteDialog({ slug, query, count }: { slug: string; query: string; count: number }) {
  const { closeModal } = useModal()
  const { data: payers, error } = useLoaded(useReadChosen(query))
  const [switchOn, setSwitchOn] = useState(true)
  const run = useBulkInvite()
  const { phase, start, stop } = run
  const leave = useLeaveFocus(phase)
  useFreshList(phase)
  const total = payers?.length ?? count
  const begin = () => {
    if (phase === 'ask' && payers) void start({ ids: payers.map(({ id }) => id), switchOn })
  }
  const controls = (
    <>
      <Button
        ref={leave}
        buttonStyle="secondary"
        margin={false}
        extraButtonProps={{ 'data-cancel': true }}
        onClick={() => (phase === 'inviting' ? stop() : closeModal(slug))}
      >
        {LEAVE[phase]}
      </Button>
      {phase === 'ask' ? (
        <Button type="submit" margin={false} disabled={!payers}>
          Invite {total}
        </Button>
      ) : null}
    </>
  )
  return (
    <DialogBox
      slug={slug}
      heading={headingOf(phase, total)}
      controls={controls}
      onSubmit={begin}
      onEscape={phase === 'inviting' ? stop : null}
    >
      <LoadState data={payers} error={error} />
      {payers ? <Step run={run} payers={payers} switchOn={switchOn} onSwitchOn={setSwitchOn} /> : null}
    </DialogBox>
  )
}
