import { isCalendarDate } from '../base/dates.ts'
import { decimalToMinor } from '../base/money.ts'
import { normalText } from '../base/text.ts'
import type { SourceRow } from './BillingSource.ts'
import type { InvoiceStatus } from './invoiceStatuses.ts'

export type MirroredMatter = { matterNumber: string | null; matterDescription: string | null }

/** The columns of an invoice that its billing source owns. Amounts in minor units. */
export type MirroredInvoice = MirroredMatter & {
  externalId: string
  number: string
  status: InvoiceStatus
  clientNumber: string
  clientName: string | null
  issuedOn: string | null
  dueOn: string | null
  currency: string
  total: number | null
  balance: number
  account: string | null
  memo: string | null
  /** Only for an invoice over several matters, else empty. */
  matters: MirroredMatter[]
}

export type ReadResult = { invoice: MirroredInvoice } | { rejected: string }

const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()))
/** Printable ASCII without outer blanks. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/
const LONE_SURROGATE = /\p{Surrogate}/u
const MAX_MEMO_BYTES = 100 * 1024
/** Indexed values: Postgres refuses index entries above about 2,700 bytes, and two numbers share one. */
const MAX_NUMBER_BYTES = 600
const MAX_NAME_BYTES = 2400
const MAX_MATTERS = 1000

class Rejection extends Error {}

function reject(reason: string): never {
  throw new Rejection(reason)
}

function readText(value: string | null, { name, max }: { name: string; max: number }): string | null {
  // Nearly every text is plain, and then already in the one normal form.
  if (value !== null && value.length <= max && PLAIN.test(value)) return value
  if (value?.includes('\0')) reject(`${name} contains a NUL character`)
  if (value && LONE_SURROGATE.test(value)) reject(`${name} is not valid Unicode`)
  const text = normalText(value)
  if (text && Buffer.byteLength(text) > max) reject(`${name} is longer than ${max} bytes`)
  return text
}

function readNumber(value: string | null, name: string): string {
  return readText(value, { name, max: MAX_NUMBER_BYTES }) ?? reject(`${name} is missing`)
}

/** An identity is kept byte for byte: postings hand it back to the source. */
function readExternalId(value: string | null): string {
  if (readText(value, { name: 'externalId', max: MAX_NUMBER_BYTES }) === null) reject('externalId is missing')
  return value ?? ''
}

/** Bills have few different dates: each is checked once. */
const knownDates = new Set<string>()
const MOST_DATES = 20_000

function readDate(value: string | null, name: string): string | null {
  if (value !== null && knownDates.has(value)) return value
  const date = normalText(value)
  if (date === null) return null
  if (!isCalendarDate(date)) reject(`${name} is not a date: ${String(value).slice(0, 40)}`)
  if (knownDates.size < MOST_DATES) knownDates.add(date)
  return date
}

function readCurrency(value: string | null): string {
  const currency = normalText(value)?.toLowerCase()
  if (!currency) reject('currency is missing')
  if (!CURRENCIES.has(currency)) reject(`currency is unknown: ${currency.slice(0, 40)}`)
  return currency
}

function readMoney(value: string | null, { name, currency }: { name: string; currency: string }): number | null {
  if (value === null) return null
  try {
    // `numeric(38, 18)` prints zeros that say nothing.
    return decimalToMinor(value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''), currency)
  } catch (error) {
    if (error instanceof RangeError) reject(`${name}: ${error.message}`)
    throw error
  }
}

const MATTER_NUMBER = { name: 'matterNumber', max: MAX_NUMBER_BYTES }
const MATTER_TEXT = { name: 'matterDescription', max: MAX_NAME_BYTES }

/** Each matter once, blanks left out. */
function readMatters(matters: SourceRow['matters']): MirroredMatter[] {
  const found = new Map<string, MirroredMatter>()
  for (const matter of matters) {
    const matterNumber = readText(matter.matterNumber, MATTER_NUMBER)
    const matterDescription = readText(matter.matterDescription, MATTER_TEXT)
    const key = matterNumber === null ? `text ${matterDescription}` : `number ${matterNumber}`
    if ((matterNumber ?? matterDescription) !== null && !found.has(key))
      found.set(key, { matterNumber, matterDescription })
  }
  if (found.size > MAX_MATTERS) reject(`more than ${MAX_MATTERS} matters`)
  return [...found.values()]
}

function statusOf(balance: number, isVoid: boolean): InvoiceStatus {
  if (isVoid) return 'void'
  if (balance === 0) return 'paid'
  return balance > 0 ? 'open' : 'credit'
}

function readInvoice(row: SourceRow): MirroredInvoice {
  if (row.problem) reject(row.problem)
  const currency = readCurrency(row.currency)
  const balance = readMoney(row.balance, { name: 'balance', currency }) ?? reject('balance is missing')
  const matters = readMatters(row.matters)
  const [only] = matters.length === 1 ? matters : []
  return {
    externalId: readExternalId(row.externalId),
    number: readNumber(row.number, 'number'),
    status: statusOf(balance, row.isVoid),
    clientNumber: readNumber(row.clientNumber, 'clientNumber'),
    clientName: readText(row.clientName, { name: 'clientName', max: MAX_NAME_BYTES }),
    matterNumber: only?.matterNumber ?? null,
    matterDescription: only?.matterDescription ?? null,
    issuedOn: readDate(row.issuedOn, 'issuedOn'),
    dueOn: readDate(row.dueOn, 'dueOn'),
    currency,
    total: readMoney(row.total, { name: 'total', currency }),
    balance,
    account: readText(row.account, { name: 'account', max: MAX_NUMBER_BYTES }),
    memo: readText(row.memo, { name: 'memo', max: MAX_MEMO_BYTES }),
    matters: matters.length > 1 ? matters : [],
  }
}

/**
 * One row of a billing source as the invoice that we keep, or the reason why it is set aside. Pure;
 * never throws on bad data. Texts are in the one normal form, an unknown account is kept as it is.
 */
export function rowToInvoice(row: SourceRow): ReadResult {
  try {
    return { invoice: readInvoice(row) }
  } catch (error) {
    // Anything else comes from a value that is no text where one must be.
    const reason = error instanceof Rejection ? error.message : 'a value is not of the type that it must be'
    return { rejected: row.place ? `${row.place}: ${reason}` : reason }
  }
}
