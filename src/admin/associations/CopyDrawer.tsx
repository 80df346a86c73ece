'use client'

import { useModal } from '@payloadcms/ui'
import { useMemo, useState } from 'react'
import { NamedDrawer } from '../dialog/NamedDrawer.tsx'
import { useDrawerFocus } from '../records/useDrawerFocus.ts'
import { type Association, hasEnded, savedToDraft } from './association.ts'
import { BulkControls } from './BulkControls.tsx'
import type { BulkPayer } from './bulk.ts'
import { CopyPayers } from './CopyPayers.tsx'
import { CopyRules } from './CopyRules.tsx'

type Props = { payer: number | string; associations: readonly Association[]; onClose: () => void }

/** Those that have not ended: nobody is given what has no effect, unless staff tick it. */
function liveIds(associations: readonly Association[]): ReadonlySet<number | string> {
  const today = new Date().toLocaleDateString('en-CA')
  return new Set(associations.flatMap((one) => (hasEnded(one, today) ? [] : [one.id])))
}

function Copy({ payer, associations, onClose }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<number | string>>(() => liveIds(associations))
  const [payers, setPayers] = useState<BulkPayer[]>([])
  const drafts = useMemo(
    () => associations.filter(({ id }) => chosen.has(id)).map(savedToDraft),
    [associations, chosen],
  )
  return (
    <div className="ppa-add" ref={useDrawerFocus()}>
      <CopyRules associations={associations} chosen={chosen} onChange={setChosen} />
      <CopyPayers except={Number(payer)} chosen={payers} onChange={setPayers} />
      <BulkControls payers={payers} drafts={drafts} onClose={onClose} />
    </div>
  )
}

/** The drawer behind *Copy to other payers …*. Its content starts anew each time it is opened. */
export function CopyDrawer({ slug, payer, associations }: Omit<Props, 'onClose'> & { slug: string }) {
  const { closeModal } = useModal()
  return (
    <NamedDrawer slug={slug} title="Copy to other payers">
      <Copy payer={payer} associations={associations} onClose={() => closeModal(slug)} />
    </NamedDrawer>
  )
}
