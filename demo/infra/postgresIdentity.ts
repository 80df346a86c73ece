import { execFileSync, spawnSync } from 'node:child_process'

/** The user that the database runs as when we are root; undefined means: as ourselves. */
export type PostgresIdentity = { uid: number; gid: number } | undefined

function lookUp(name: string): PostgresIdentity {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

/** Postgres refuses to run as root: it then runs as `postgres`, or as `nobody` where no such user exists. */
export function postgresIdentity(): PostgresIdentity {
  if (process.getuid?.() !== 0) return undefined
  const identity = lookUp('postgres') ?? lookUp('nobody')
  if (!identity)
    throw new Error(
      'Postgres cannot run as root, and this system has neither a user `postgres` nor `nobody`. Set DATABASE_URL and BILLING_DATABASE_URL.',
    )
  return identity
}

/** Can that user walk down to the folder? A closed home folder (mode 700) above it is enough to say no. */
export function canReach(identity: PostgresIdentity, folder: string): boolean {
  if (!identity) return true
  const result = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...identity, cwd: '/', stdio: 'ignore' })
  return result.status === 0
}
