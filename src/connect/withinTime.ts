import { NoAnswer } from './NoAnswer.ts'

/** What a source promises, or NoAnswer when it has not answered after so many seconds. */
export async function withinTime<Result>(answer: Promise<Result>, seconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    const error = new NoAnswer(seconds)
    timer = setTimeout(() => reject(error), seconds * 1000)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
