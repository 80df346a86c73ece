'use client'

import { Drawer, useModal } from '@payloadcms/ui'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { AddAssociation } from './AddAssociation.tsx'

type Props = {
  slug: string
  payer: number | string
  severalSources: boolean
  onCreated: () => Promise<void>
}

/** The drawer behind *Add Association (+)*. Its content starts anew each time it is opened. */
export function AddAssociationDrawer({ slug, payer, severalSources, onCreated }: Props) {
  const { closeModal } = useModal()
  return (
    <Drawer slug={slug} title="Add Association">
      <AdminStyles />
      <AddAssociation
        payer={payer}
        severalSources={severalSources}
        onCreated={onCreated}
        onClose={() => closeModal(slug)}
      />
    </Drawer>
  )
}
