'use client'

import { useModal } from '@payloadcms/ui'
import { NamedDrawer } from '../../dialog/NamedDrawer.tsx'
import { ImportPayers } from './ImportPayers.tsx'

/** The drawer behind *Import payers (CSV)*. Its content starts anew each time it is opened. */
export function ImportDrawer({ slug }: { slug: string }) {
  const { closeModal } = useModal()
  return (
    <NamedDrawer slug={slug} title="Import payers">
      <ImportPayers onClose={() => closeModal(slug)} />
    </NamedDrawer>
  )
}
