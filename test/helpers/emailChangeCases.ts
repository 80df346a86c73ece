import fs from 'node:fs'
import path from 'node:path'

export type EmailChangeCase = {
  case: string
  askedBy: 'staff' | 'payer'
  actsFor: 'one payer' | 'several payers'
  newAddress: 'nothing' | 'a record' | 'an open invite' | 'a login'
  how: 'moves' | 'joins' | 'splits'
  who: 'that record' | 'all records'
  password: 'kept' | 'chosen' | 'of the other login'
  oldLogin: 'is the new one' | 'ends' | 'stays for the others'
}

/** The table of docs/logins.md. Throws unless it has every combination once. */
export function emailChangeCases(): EmailChangeCase[] {
  const text = fs.readFileSync(path.join(import.meta.dirname, '../../docs/logins.md'), 'utf8')
  const rows = text.split('\n').filter((line) => /^\| \d+ \|/.test(line))
  const cases = rows.map((line) => {
    const [, number, askedBy, actsFor, newAddress, how, who, password, oldLogin] = line
      .split('|')
      .map((cell) => cell.trim())
    return { case: number, askedBy, actsFor, newAddress, how, who, password, oldLogin } as EmailChangeCase
  })
  const combinations = new Set(cases.map((one) => `${one.askedBy} ${one.actsFor} ${one.newAddress}`))
  if (combinations.size !== 16 || cases.length !== 16) throw new Error('docs/logins.md does not list every case once.')
  return cases
}
