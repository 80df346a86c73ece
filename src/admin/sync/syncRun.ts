/** One read of a billing source. */
export type SyncRun = {
  id: number | string
  source: string
  status: string
  startedAt: string
  finishedAt: string | null
  error: string | null
}

/** The newest run of each source, in the order of the sources' names. `runs` are newest first. */
export function latestPerSource(runs: readonly SyncRun[]): SyncRun[] {
  const latest = new Map<string, SyncRun>()
  for (const run of runs) if (!latest.has(run.source)) latest.set(run.source, run)
  return [...latest.values()].sort((a, b) => (a.source < b.source ? -1 : 1))
}

/** How a run went, in a sentence; `when` formats an instant. */
export function runText({ source, status, startedAt, finishedAt, error }: SyncRun, when: (instant: string) => string) {
  if (status === 'running') return `${source}: reading since ${when(startedAt)}`
  const ended = `${source}: ${status} ${when(finishedAt ?? startedAt)}`
  return error ? `${ended} — ${error}` : ended
}
