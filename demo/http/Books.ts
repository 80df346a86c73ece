import { decimalOf, hundredthsOf } from './hundredths.ts'

/** What the reference server keeps, in memory: put your own system's tables in its place. */
export type BookInvoice = {
  externalId: string
  number: string
  clientNumber: string
  clientName: string
  matters: { matterNumber: string; matterDescription: string | null }[]
  issuedOn: string
  dueOn: string | null
  currency: string
  /** Decimal text, never a number: a float loses cents. */
  total: string
  balance: string
  account: string | null
  isVoid: boolean
  memo: string | null
}

export type BookPosting = {
  reference: string
  kind: 'payment' | 'reversal'
  originalReference?: string
  postedOn: string
  lines: { externalId: string; amount: string }[]
}

export type BookMatter = {
  clientNumber: string
  clientName: string
  matterNumber?: string
  matterDescription?: string | null
}

/** A refusal that the caller is told of; `temporary` says whether the same call may work later. */
export class Refusal extends Error {
  readonly temporary: boolean
  /** Further facts of the refusal, such as a code. */
  readonly facts: Readonly<Record<string, string>>
  constructor(
    readonly status: number,
    message: string,
    { temporary = false, ...facts }: { temporary?: boolean; code?: string; closedThrough?: string } = {},
  ) {
    super(message)
    this.temporary = temporary
    this.facts = facts
  }
}

/** The firm's invoices, its clients and matters, and the payments that were entered by their references. */
export class Books {
  readonly invoices = new Map<string, BookInvoice>()
  readonly matters: BookMatter[] = []
  /** Last day of the closed accounting periods. */
  closedThrough: string | null = null
  /** The firm's own bills as PDFs, by the invoice's `externalId`. */
  readonly documents = new Map<string, Buffer>()
  readonly #seen = new Map<string, { row: string; version: number }>()
  #version = 0
  readonly #postings = new Map<string, { externalId: string; body: string }>()

  /**
   * Everything as it is now, or what changed since an earlier snapshot's number: what changes later does not change it. A
   * database would keep a version with each row; here each row is held against what the last snapshot saw.
   */
  snapshot({ since, also = [] }: { since?: number; also?: string[] } = {}) {
    this.#look()
    const isWanted = (id: string) =>
      since === undefined || also.includes(id) || (this.#seen.get(id)?.version ?? 0) > since
    const gone = [...this.#seen].filter(([id, { version }]) => !this.invoices.has(id) && version > (since ?? 0))
    return {
      invoices: structuredClone([...this.invoices.values()].filter(({ externalId }) => isWanted(externalId))),
      references: new Set(this.#postings.keys()),
      version: this.#version,
      deleted: gone.map(([id]) => id),
    }
  }

  #look(): void {
    this.#version += 1
    for (const id of new Set([...this.#seen.keys(), ...this.invoices.keys()])) {
      const row = JSON.stringify(this.invoices.get(id) ?? null)
      if (this.#seen.get(id)?.row !== row) this.#seen.set(id, { row, version: this.#version })
    }
  }

  /** These invoices as they are now, those that there are, and which of the references were entered by then. */
  lookup({ ids, references }: { ids: string[]; references: string[] }) {
    return {
      startedAt: new Date().toISOString(),
      invoices: ids.flatMap((id) => this.invoices.get(id) ?? []),
      contained: references.filter((reference) => this.#postings.has(reference)),
    }
  }

  #refuseClosed(postedOn: string): void {
    const { closedThrough } = this
    if (closedThrough === null || postedOn > closedThrough) return
    throw new Refusal(422, `${postedOn} is in a closed period.`, { code: 'period_closed', closedThrough })
  }

  /** All lines or none, once per reference; a repeat answers the first one's id. */
  post(posting: BookPosting): { externalId: string } {
    const body = JSON.stringify(posting)
    const known = this.#postings.get(posting.reference)
    if (known && known.body !== body) throw new Refusal(409, 'Another posting has this reference.')
    if (known) return { externalId: known.externalId }
    this.#refuseClosed(posting.postedOn)
    const lines = posting.lines.map((line) => ({ invoice: this.invoices.get(line.externalId), ...line }))
    if (lines.some(({ invoice }) => !invoice)) throw new Refusal(422, 'A line names an invoice that does not exist.')
    if (posting.kind === 'reversal' && !this.#postings.has(posting.originalReference ?? ''))
      throw new Refusal(422, 'The payment that this undoes is not here.')
    const sign = posting.kind === 'payment' ? -1n : 1n
    for (const { invoice, amount } of lines)
      if (invoice) invoice.balance = decimalOf(hundredthsOf(invoice.balance) + sign * hundredthsOf(amount))
    const externalId = `R-${this.#postings.size + 1}`
    this.#postings.set(posting.reference, { externalId, body })
    return { externalId }
  }
}
