import { SourceError } from './SourceError.ts'

/** What a source promises, or a temporary SourceError when it has not answered after so many seconds. */
export async function withinTime<Result>(answer: Promise<Result>, seconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    const error = new SourceError(`No answer within ${seconds} s.`, { temporary: true })
    timer = setTimeout(() => reject(error), seconds * 1000)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
