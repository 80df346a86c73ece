'use client'

import { useDebounce } from '@payloadcms/ui'
import type { Draft } from './association.ts'
import { PreviewPanel } from './PreviewPanel.tsx'
import { usePreview } from './usePreview.ts'

/** What the payer would see with the drafts, asked for when the ticking pauses. */
export function DraftPreview({ payer, drafts }: { payer: number | string; drafts: readonly Draft[] }) {
  const settled = useDebounce(drafts, 300)
  const preview = usePreview(payer, settled)
  return <PreviewPanel heading="What this payer would see with them" preview={preview} />
}
