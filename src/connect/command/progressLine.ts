import { counted } from '../../base/counted.ts'
import type { SyncProgress } from '../sync/syncProgress.ts'

const EVERY_MS = 1000

/** Says how far a sync is, at most once a second and whenever it goes on to the next thing. */
export function progressLine(source: string, say: (line: string) => void): (progress: SyncProgress) => void {
  let last = { phase: '', at: 0 }
  return ({ phase, read }) => {
    if (phase === last.phase && Date.now() - last.at < EVERY_MS) return
    last = { phase, at: Date.now() }
    say(`${source}: ${phase}, ${counted(read, 'row')} read`)
  }
}
