import type { startPostgres } from '../demo/infra/startPostgres.ts'

/** What each benchmark gets. */
export type Bench = {
  postgres: Awaited<ReturnType<typeof startPostgres>>
  /** A folder of its own, which is thrown away. */
  folder: string
  /** Prints a line. */
  say: (text: string) => void
}
