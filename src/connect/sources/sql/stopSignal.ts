import { SourceError } from '../../SourceError.ts'

export const stopped = () => new SourceError('The read was stopped.', { temporary: true })

/**
 * `orStop` answers as what it is given, or rejects as soon as the read is to stop; `done` takes the ear away again. Nothing of
 * what came before is kept: a race against one promise that lives as long as the read would hold every answer.
 */
export function stopSignal(signal: AbortSignal | undefined, onStop: () => void) {
  let isStopped = false
  let reject: (error: Error) => void = () => undefined
  const stop = () => {
    isStopped = true
    onStop()
    reject(stopped())
  }
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  return {
    orStop: <Answer>(work: Promise<Answer>): Promise<Answer> =>
      new Promise<Answer>((resolve, refuse) => {
        reject = refuse
        work.then(resolve, refuse)
        if (isStopped) refuse(stopped())
      }),
    done: () => signal?.removeEventListener('abort', stop),
  }
}
