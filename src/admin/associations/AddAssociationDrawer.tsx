'use client'

import { Drawer, useModal } from '@payloadcms/ui'
import { useMemo } from 'react'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { AddAssociation } from './AddAssociation.tsx'
import type { Draft } from './association.ts'
import { CreateControls } from './CreateControls.tsx'
import { DraftPreview } from './DraftPreview.tsx'

type Props = {
  slug: string
  payer: number | string
  severalSources: boolean
  onCreated: () => Promise<void>
}

function Preview({ payer, drafts }: { payer: number | string; drafts: readonly Draft[] }) {
  const drafted = useMemo(() => ({ drafts }), [drafts])
  return <DraftPreview payer={payer} heading="What this payer would see with them" drafted={drafted} />
}

/** The drawer behind *Add Association (+)*. Its content starts anew each time it is opened. */
export function AddAssociationDrawer({ slug, payer, severalSources, onCreated }: Props) {
  const { closeModal } = useModal()
  const onClose = () => closeModal(slug)
  return (
    <Drawer slug={slug} title="Add Association">
      <AdminStyles />
      <AddAssociation
        severalSources={severalSources}
        preview={(drafts) => <Preview payer={payer} drafts={drafts} />}
        controls={(drafts) => <CreateControls payer={payer} drafts={drafts} onCreated={onCreated} onClose={onClose} />}
      />
    </Drawer>
  )
}
