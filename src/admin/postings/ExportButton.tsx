'use client'

import { Button, toast, useConfig } from '@payloadcms/ui'
import { useCallback } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { readAdminError } from '../api/readAdminError.ts'
import { useOnce } from '../api/useOnce.ts'
import { type PostingFilterTexts, trimmed } from './posting.ts'

/** Has the browser save a file under this name. */
function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

/** Saves what the filter shows as CSV. */
export function ExportButton({ filter }: { filter: PostingFilterTexts }) {
  const { config } = useConfig()
  const url = `${config.serverURL ?? ''}${config.routes.api}/postings/export`
  const fetchFile = useCallback(async () => {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        credentials: 'include',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(trimmed(filter)),
      })
      if (!answer.ok) throw readAdminError(answer.status, await answer.json().catch(() => null))
      save(await answer.blob(), 'postings.csv')
    } catch (failure) {
      toast.error(errorMessage(failure))
    }
  }, [filter, url])
  const { run, isBusy } = useOnce(fetchFile)
  return (
    <Button buttonStyle="secondary" size="small" margin={false} disabled={isBusy} onClick={() => void run()}>
      Export as CSV
    </Button>
  )
}
