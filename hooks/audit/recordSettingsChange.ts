import type { GlobalAfterChangeHook } from 'payload'
import { hostFields } from '../../src/audit/hostFields.ts'
import { recordAudit } from '../../src/audit/recordAudit.ts'
import { transactionOf } from '../../src/base/database.ts'

const KEPT = new Set(['id', 'globalType', 'createdAt', 'updatedAt', 'consentVersion'])

/** Records which of the portal's settings were changed. */
export const recordSettingsChange: GlobalAfterChangeHook = async ({ data, doc, previousDoc, req }) => {
  const fields = hostFields({ data, before: previousDoc, ours: KEPT })
  if (fields.length > 0)
    await recordAudit(await transactionOf(req), { req, action: 'settings_changed', data: { fields } })
  return doc
}
