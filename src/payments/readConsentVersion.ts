import type { Queryable } from '../base/database.ts'

/** The version of the consent text that payers are shown now. */
export async function readConsentVersion(tx: Queryable): Promise<string> {
  const { rows } = await tx.query<{ version: string | null }>({
    name: 'consent-version',
    text: 'select consent_version as version from portal_settings limit 1',
  })
  return String(rows[0]?.version ?? 1)
}
