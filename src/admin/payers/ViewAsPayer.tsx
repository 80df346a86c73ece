'use client'

import { Button, toast, useConfig, useDocumentInfo } from '@payloadcms/ui'
import { useCallback } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { useAdminApi } from '../api/useAdminApi.ts'
import { useOnce } from '../api/useOnce.ts'
import { payerPath } from '../api/usePayerData.ts'
import { useStaffMay } from '../api/useStaffMay.ts'

/** Opens the portal as this payer sees it, read only, in a tab of its own. */
export function ViewAsPayer() {
  const { id, data } = useDocumentInfo()
  const { config } = useConfig()
  const api = useAdminApi()
  const mayView = useStaffMay()('payers.viewAs')
  const view = useCallback(async () => {
    // Opened before the server answers: a tab that opens later counts as a pop-up.
    const tab = window.open('about:blank', '_blank')
    if (!tab) return void toast.error('The browser did not open a new tab. Allow pop-ups for this site and try again.')
    try {
      const { path } = await api<{ path: string }>(`${payerPath(id ?? null)}/view`, { method: 'POST', body: {} })
      tab.opener = null
      tab.location.replace(`${config.serverURL ?? ''}${path}`)
    } catch (error) {
      tab.close()
      toast.error(errorMessage(error))
    }
  }, [api, config.serverURL, id])
  const { run, isBusy } = useOnce(view)
  if (id === undefined || !mayView || data?.archivedAt) return null
  return (
    <Button buttonStyle="secondary" margin={false} disabled={isBusy} onClick={() => void run()}>
      View as payer
    </Button>
  )
}
