import type { RequestError } from '../api/RequestError.ts'
import { ErrorNotice } from '../parts/Notice.tsx'

/** What stands there until it is known who is logged in, or why that cannot be known. */
export function StartScreen({ error, onRetry }: { error?: RequestError | null; onRetry?: () => void }) {
  return (
    <main className="pp-start" aria-busy={!error}>
      <h1 className="pp-hidden">Payment portal</h1>
      {error ? (
        <ErrorNotice error={error} onRetry={onRetry} />
      ) : (
        <>
          <div className="pp-start-mark" aria-hidden="true" />
          <p className="pp-hidden">Loading</p>
        </>
      )}
    </main>
  )
}
