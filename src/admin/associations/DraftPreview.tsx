'use client'

import { useDebounce } from '@payloadcms/ui'
import { PreviewPanel } from './PreviewPanel.tsx'
import { type Drafted, usePreview } from './usePreview.ts'

type Props = { payer: number | string; heading: string; drafted: Drafted }

/** What the payer would see with the drafts, asked for when the ticking or the editing pauses. Memoize `drafted`. */
export function DraftPreview({ payer, heading, drafted }: Props) {
  const preview = usePreview(payer, useDebounce(drafted, 300))
  return <PreviewPanel heading={heading} preview={preview} />
}
