import { SourceError } from './SourceError.ts'

/** A billing source took longer than it may. What it was asked may still happen. */
export class NoAnswer extends SourceError {
  constructor(seconds: number) {
    super(`No answer within ${seconds} s.`, { temporary: true })
  }
}
