import type { GlobalConfig } from 'payload'
import { refuseSofterFields } from './checks/refuseSofterFields.ts'
import { combineAccess } from './combineAccess.ts'
import { combineHooks } from './combineHooks.ts'
import { copyConfig } from './copyConfig.ts'
import type { PortalOptions } from './types.ts'

const OPERATIONS = ['read', 'update'] as const

/** Lets the host change the settings, while slug, access, hooks and our fields stay as safe as ours. Throws as `applyOverride` does. */
export function applySettingsOverride(
  defaultGlobal: GlobalConfig,
  override: PortalOptions['overrideSettings'],
): GlobalConfig {
  const given = override({ defaultGlobal: copyConfig(defaultGlobal) })
  refuseSofterFields('overrideSettings', { ours: defaultGlobal.fields, theirs: given.fields })
  const { access: ours } = defaultGlobal
  return {
    ...given,
    slug: defaultGlobal.slug,
    access: { ...ours, ...combineAccess(OPERATIONS, { ours, theirs: given.access }) },
    hooks: combineHooks(defaultGlobal.hooks, given.hooks),
    lockDocuments: false,
    versions: false,
  }
}
