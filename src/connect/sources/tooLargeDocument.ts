import { SourceError } from '../SourceError.ts'

/** What a source says of a document that is larger than it may be. */
export const tooLargeDocument = (maxBytes: number): SourceError =>
  new SourceError(`The document is larger than ${maxBytes} bytes.`, { temporary: false })
