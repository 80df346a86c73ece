import { refuse } from './refuse.ts'

const FLOOR = '3.90.2'
const BELOW = 4

const parts = (version: string): number[] => version.split(/[.-]/).slice(0, 3).map(Number)

/** A pre-release comes before its version. */
function isBelow(version: string, floor: string): boolean {
  const wanted = parts(floor)
  const found = parts(version)
  const at = found.findIndex((part, place) => part !== wanted[place])
  return at === -1 ? version.includes('-') : !((found[at] ?? 0) > (wanted[at] ?? 0))
}

/** Refuses a Payload below the floor, which has known holes, one that is not known yet, and packages of several versions. */
export function checkVersions(versions: Readonly<Record<string, string>>): void {
  const instead = `install every payload and @payloadcms/* package at one version, ${FLOOR} or newer and below ${BELOW}`
  for (const [name, version] of Object.entries(versions))
    if (isBelow(version, FLOOR) || (parts(version)[0] ?? 0) >= BELOW)
      refuse(name, `has the version ${version}: ${instead}`)
  const [[first, wanted] = ['', '']] = Object.entries(versions)
  const other = Object.entries(versions).find(([, version]) => version !== wanted)
  if (other) refuse(other[0], `has the version ${other[1]} and ${first} has ${wanted}: ${instead}`)
}
