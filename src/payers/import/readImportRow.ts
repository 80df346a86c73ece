import { normalText } from '../../base/text.ts'
import { normalEmail } from '../../login/normalEmail.ts'
import type { ImportColumn } from './importColumns.ts'
import type { ImportRow } from './parseImport.ts'

export type ImportContact = Partial<Record<'firstName' | 'lastName' | 'businessName' | 'phone' | 'address', string>>

export type ImportValues = {
  email: string
  /** Only what the file says: a blank cell changes nothing. */
  contact: ImportContact
  receiptEmails: string[]
  loginAccess: boolean
  association: { clientNumber: string; matterNumber: string | null } | null
}

export type ImportProblem = { column: ImportColumn | null; reason: string }

const CONTACT = { firstName: 200, lastName: 200, businessName: 200, phone: 50, address: 1000 } as const
const MAX_RECEIPT_EMAILS = 10
const MAX_NUMBER = 500
const YES = new Set(['yes', 'y', 'true', '1', 'on', 'x'])
const NO = new Set(['', 'no', 'n', 'false', '0', 'off'])

class Problem extends Error {
  readonly problem: ImportProblem
  constructor(problem: ImportProblem) {
    super(problem.reason)
    this.problem = problem
  }
}

const refuse = (column: ImportColumn | null, reason: string): never => {
  throw new Problem({ column, reason })
}

function readEmail(cell: string): string {
  if (cell === '') return refuse('email', 'There is no email.')
  return normalEmail(cell) ?? refuse('email', 'This is not one valid email address.')
}

function readContact(cells: ImportRow['cells']): ImportContact {
  const contact: ImportContact = {}
  for (const [name, max] of Object.entries(CONTACT) as [keyof typeof CONTACT, number][]) {
    const text = cells[name] ?? ''
    if (text.length > max) refuse(name, `This is longer than ${max} characters.`)
    if (text !== '') contact[name] = text
  }
  return contact
}

function readReceiptEmails(cell: string): string[] {
  const given = cell.split(';').flatMap((part) => part.trim() || [])
  const emails = given.map(
    (part) => normalEmail(part) ?? refuse('receiptEmails', `${part.slice(0, 80)} is not a valid email address.`),
  )
  if (emails.length > MAX_RECEIPT_EMAILS)
    refuse('receiptEmails', `At most ${MAX_RECEIPT_EMAILS} further addresses can be kept.`)
  return [...new Set(emails)]
}

function readYes(cell: string): boolean {
  const word = cell.toLowerCase()
  if (!YES.has(word) && !NO.has(word)) refuse('loginAccess', 'Write yes or no.')
  return YES.has(word)
}

function readAssociation({ clientNumber, matterNumber }: ImportRow['cells']): ImportValues['association'] {
  const client = normalText(clientNumber)
  const matter = normalText(matterNumber)
  if (client === null) {
    return matter === null ? null : refuse('clientNumber', 'A matter number needs the number of its client.')
  }
  if (client.length > MAX_NUMBER) refuse('clientNumber', `This is longer than ${MAX_NUMBER} characters.`)
  if (matter !== null && matter.length > MAX_NUMBER)
    refuse('matterNumber', `This is longer than ${MAX_NUMBER} characters.`)
  return { clientNumber: client, matterNumber: matter }
}

/** What a row says, or what is wrong with it and in which column. */
export function readImportRow({ cells, extraCells }: ImportRow): ImportValues | ImportProblem {
  try {
    if (extraCells) refuse(null, 'This row has more cells than there are columns.')
    return {
      email: readEmail(cells.email ?? ''),
      contact: readContact(cells),
      receiptEmails: readReceiptEmails(cells.receiptEmails ?? ''),
      loginAccess: readYes(cells.loginAccess ?? ''),
      association: readAssociation(cells),
    }
  } catch (error) {
    if (error instanceof Problem) return error.problem
    throw error
  }
}
