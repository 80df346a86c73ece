import type { Payload } from 'payload'

/** One kind of job. Runs at least once per job added, so every handler can be repeated. */
export type Task = (
  input: Record<string, unknown>,
  context: { payload: Payload; signal?: AbortSignal },
) => Promise<void>
