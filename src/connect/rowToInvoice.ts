import { isCalendarDate } from '../base/dates.ts'
import { decimalToMinor } from '../base/money.ts'
import { normalText } from '../base/text.ts'
import type { SourceRow } from './BillingSource.ts'
import { MAX_MEMO_BYTES, MAX_NAME_BYTES } from './invoiceLimits.ts'
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
/** Indexed values: Postgres refuses index entries above about 2,700 bytes, and two numbers share one. */
const MAX_NUMBER_BYTES = 600
const MAX_MATTERS = 1000

const EXTERNAL_ID = { name: 'externalId', max: MAX_NUMBER_BYTES }
const NUMBER = { name: 'number', max: MAX_NUMBER_BYTES }
const CLIENT_NUMBER = { name: 'clientNumber', max: MAX_NUMBER_BYTES }
const CLIENT_NAME = { name: 'clientName', max: MAX_NAME_BYTES }
const MATTER_NUMBER = { name: 'matterNumber', max: MAX_NUMBER_BYTES }
const MATTER_TEXT = { name: 'matterDescription', max: MAX_NAME_BYTES }
const ACCOUNT = { name: 'account', max: MAX_NUMBER_BYTES }
const MEMO = { name: 'memo', max: MAX_MEMO_BYTES }

class Rejection extends Error {}

function reject(reason: string): never {
  throw new Rejection(reason)
}

type Field = { name: string; max: number }

function readText(value: string | null, { name, max }: Field): string | null {
  // Nearly every text is plain, and then already in the one normal form.
  if (value !== null && value.length <= max && PLAIN.test(value)) return value
  if (value?.includes('\0')) reject(`${name} contains a NUL character`)
  if (value && LONE_SURROGATE.test(value)) reject(`${name} is not valid Unicode`)
  const text = normalText(value)
  if (text && Buffer.byteLength(text) > max) reject(`${name} is longer than ${max} bytes`)
  return text
}

const readNumber = (value: string | null, field: Field): string =>
  readText(value, field) ?? reject(`${field.name} is missing`)

/** An identity is kept byte for byte: postings hand it back to the source. */
function readExternalId(value: string | null): string {
  readNumber(value, EXTERNAL_ID)
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
  if (value !== null && CURRENCIES.has(value)) return value
  const currency = normalText(value)?.toLowerCase()
  if (!currency) reject('currency is missing')
  if (!CURRENCIES.has(currency)) reject(`currency is unknown: ${currency.slice(0, 40)}`)
  return currency
}

/** More digits than an amount may have: `numeric(38, 18)` prints zeros that say nothing. */
const LONG_AMOUNT = 14

const withoutZeros = (decimal: string) =>
  decimal.length < LONG_AMOUNT && !decimal.endsWith('.')
    ? decimal
    : decimal.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')

type MoneyField = { name: 'balance' | 'total'; currency: string }

function readMoney(value: string | null, { name, currency }: MoneyField): number | null {
  if (value === null) return null
  try {
    return decimalToMinor(withoutZeros(value), currency)
  } catch (error) {
    if (error instanceof RangeError) reject(`${name}: ${error.message}`)
    throw error
  }
}

const readMatter = ({ matterNumber, matterDescription }: MirroredMatter): MirroredMatter => ({
  matterNumber: readText(matterNumber, MATTER_NUMBER),
  matterDescription: readText(matterDescription, MATTER_TEXT),
})

/** Each matter once, blanks left out. */
function readMatters(matters: SourceRow['matters']): MirroredMatter[] {
  const found = new Map<string, MirroredMatter>()
  for (const given of matters) {
    const matter = readMatter(given)
    const { matterNumber, matterDescription } = matter
    const key = matterNumber === null ? `text ${matterDescription}` : `number ${matterNumber}`
    if ((matterNumber ?? matterDescription) !== null && !found.has(key)) found.set(key, matter)
  }
  if (found.size > MAX_MATTERS) reject(`more than ${MAX_MATTERS} matters`)
  return [...found.values()]
}

const NO_MATTER: MirroredMatter = { matterNumber: null, matterDescription: null }
const NO_LIST: MirroredMatter[] = []

/** The one matter of an invoice, or the list of several. Most have one, which needs no list. */
function mattersOf({ matters }: SourceRow): { only: MirroredMatter; list: MirroredMatter[] } {
  const [first] = matters
  if (first && matters.length === 1) return { only: readMatter(first), list: NO_LIST }
  const list = readMatters(matters)
  return list.length > 1 ? { only: NO_MATTER, list } : { only: list[0] ?? NO_MATTER, list: NO_LIST }
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
  const { only, list } = mattersOf(row)
  return {
    externalId: readExternalId(row.externalId),
    number: readNumber(row.number, NUMBER),
    status: statusOf(balance, row.isVoid),
    clientNumber: readNumber(row.clientNumber, CLIENT_NUMBER),
    clientName: readText(row.clientName, CLIENT_NAME),
    matterNumber: only.matterNumber,
    matterDescription: only.matterDescription,
    issuedOn: readDate(row.issuedOn, 'issuedOn'),
    dueOn: readDate(row.dueOn, 'dueOn'),
    currency,
    total: readMoney(row.total, { name: 'total', currency }),
    balance,
    account: readText(row.account, ACCOUNT),
    memo: readText(row.memo, MEMO),
    matters: list,
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
