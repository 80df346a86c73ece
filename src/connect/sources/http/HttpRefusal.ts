import { SourceError } from '../../SourceError.ts'

/** What the system itself says of its refusal. */
export type Told = { message?: unknown; temporary?: unknown; code?: unknown; closedThrough?: unknown }

/** A call that the billing system answered with a status of 400 or more. */
export class HttpRefusal extends SourceError {
  readonly told: Told
  constructor(message: string, { temporary, told }: { temporary: boolean; told: Told }) {
    super(message, { temporary })
    this.told = told
  }
}
