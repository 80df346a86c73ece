'use client'

import { Drawer, useModal } from '@payloadcms/ui'
import { AdminStyles } from '../../styles/AdminStyles.tsx'
import { ImportPayers } from './ImportPayers.tsx'

/** The drawer behind *Import payers (CSV)*. Its content starts anew each time it is opened. */
export function ImportDrawer({ slug }: { slug: string }) {
  const { closeModal } = useModal()
  return (
    <Drawer slug={slug} title="Import payers">
      <AdminStyles />
      <ImportPayers onClose={() => closeModal(slug)} />
    </Drawer>
  )
}
