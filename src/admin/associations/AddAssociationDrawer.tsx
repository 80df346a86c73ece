'use client'

import { useModal } from '@payloadcms/ui'
import { useMemo } from 'react'
import { NamedDrawer } from '../dialog/NamedDrawer.tsx'
import { AddAssociation } from './AddAssociation.tsx'
import type { Draft } from './association.ts'
import { CreateControls } from './CreateControls.tsx'
import { DraftPreview } from './DraftPreview.tsx'
import type { AssociationDraft } from './useDraft.ts'

type Props = {
  slug: string
  payer: number | string
  draft: AssociationDraft
  severalSources: boolean
  onCreated: () => Promise<void>
}

function Preview({ payer, drafts }: { payer: number | string; drafts: readonly Draft[] }) {
  const drafted = useMemo(() => ({ drafts }), [drafts])
  return <DraftPreview payer={payer} heading="What this payer would see with them" drafted={drafted} />
}

/**
 * The drawer behind *Add Association (+)*. What is ticked and chosen waits when it is closed, and is there when it is
 * opened again; *Cancel* discards it.
 */
export function AddAssociationDrawer({ slug, payer, draft, severalSources, onCreated }: Props) {
  const { closeModal } = useModal()
  const onClose = () => {
    draft.discard()
    closeModal(slug)
  }
  return (
    <NamedDrawer slug={slug} title="Add Association">
      <AddAssociation
        draft={draft}
        severalSources={severalSources}
        preview={(drafts) => <Preview payer={payer} drafts={drafts} />}
        controls={(drafts) => <CreateControls payer={payer} drafts={drafts} onCreated={onCreated} onClose={onClose} />}
      />
    </NamedDrawer>
  )
}
