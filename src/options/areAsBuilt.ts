import type { Payload } from 'payload'
import { isAsBuilt } from './asBuilt.ts'
import { portalOptions } from './portalOptions.ts'

type OurSlug = 'payers' | 'associations'

/** Does nothing of the host's stand between a row of these collections and the database? Then rows may be stored many at a time. */
export function areAsBuilt(payload: Payload, slugs: readonly OurSlug[]): boolean {
  const { overrides, unsafeReplaceAccess } = portalOptions(payload)
  return slugs.every(
    (slug) => !overrides[slug] && !unsafeReplaceAccess[slug] && isAsBuilt(payload.collections[slug]?.config),
  )
}
