'use client'

import { useStepNav } from '@payloadcms/ui'
import { useEffect } from 'react'

/** The heading of a page of ours, which the line above it repeats. */
export function PageTitle({ title }: { title: string }) {
  const { setStepNav } = useStepNav()
  useEffect(() => setStepNav([{ label: title }]), [setStepNav, title])
  return <h1>{title}</h1>
}
