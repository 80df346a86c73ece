import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The packages that must be of one version, for they share their types and their tables. */
const PAYLOAD = [
  'payload',
  '@payloadcms/db-postgres',
  '@payloadcms/drizzle',
  '@payloadcms/graphql',
  '@payloadcms/next',
  '@payloadcms/richtext-lexical',
  '@payloadcms/translations',
  '@payloadcms/ui',
] as const

function versionAt(folder: string, name: string): string | undefined {
  try {
    const text = readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8')
    return String((JSON.parse(text) as { version?: unknown }).version)
  } catch {
    return undefined
  }
}

/** As Node looks for a package: in the folder's `node_modules`, then in its parent's. */
function versionFrom(folder: string, name: string): string | undefined {
  const parent = path.dirname(folder)
  return versionAt(folder, name) ?? (parent === folder ? undefined : versionFrom(parent, name))
}

/** The versions of Payload's packages as this package finds them, else as the process does; one that is nowhere is left out. */
export function installedVersions(
  folders: string[] = [path.dirname(fileURLToPath(import.meta.url)), process.cwd()],
): Record<string, string> {
  const found = PAYLOAD.map((name) => [name, folders.map((folder) => versionFrom(folder, name)).find(Boolean)])
  return Object.fromEntries(found.filter(([, version]) => version)) as Record<string, string>
}
