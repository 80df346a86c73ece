'use client'

import { Drawer } from '@payloadcms/ui'
import { type ReactNode, useEffect, useRef } from 'react'
import { AdminStyles } from '../styles/AdminStyles.tsx'

/** The panel names its drawers by their slugs; a screen reader is to say what stands over it. */
function DrawerName({ name }: { name: string }) {
  const mark = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    mark.current?.closest('dialog, [role="dialog"]')?.setAttribute('aria-label', name)
  }, [name])
  return <span ref={mark} hidden />
}

/** A drawer of the panel with our styles, named by its title. */
export const NamedDrawer = ({ slug, title, children }: { slug: string; title: string; children: ReactNode }) => (
  <Drawer slug={slug} title={title} className="ppa-drawer">
    <AdminStyles />
    <DrawerName name={title} />
    {children}
  </Drawer>
)
