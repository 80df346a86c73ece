import { SourceError } from '../../SourceError.ts'

export const stopped = () => new SourceError('The read was stopped.', { temporary: true })

/** Rejects as soon as the read is to stop; `done` takes the ear away again. */
export function stopSignal(signal: AbortSignal | undefined, onStop: () => void) {
  let stop: () => void = () => undefined
  const stops = new Promise<never>((_resolve, reject) => {
    stop = () => {
      onStop()
      reject(stopped())
    }
  })
  stops.catch(() => undefined)
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  return { stops, done: () => signal?.removeEventListener('abort', stop) }
}
