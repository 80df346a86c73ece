import fc from 'fast-check'
import { findOverlaps } from '../../src/associations/findOverlaps.ts'
import { poolOf } from '../../src/base/database.ts'
import type { DraftRule } from '../../src/invoices/readSummary.ts'
import { type AssociationRow, createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { scopeTwin } from './scopeTwin.ts'
import { worldWith } from './scopeWorld.ts'

let host: Host
beforeAll(async () => {
  host = await bootHost()
})
afterAll(() => host.close())

const FAR = '2999-12-31'
const PAST = '2000-01-01'
const isBlank = (value: string | null): boolean => value !== null && value.trim() === ''

/** An invoice that both rules match, unless they ask for different values. */
const metBy = (one: AssociationRow, other: AssociationRow) => ({
  number: one.invoiceNumber ?? other.invoiceNumber,
  clientNumber: one.clientNumber ?? other.clientNumber,
  clientName: one.clientName ?? other.clientName,
  matterNumber: one.matterNumber ?? other.matterNumber,
  matterDescription: one.matterDescription ?? other.matterDescription,
  source: one.source ?? other.source ?? 'firm',
  status: 'open' as const,
})

const toDraft = (row: AssociationRow): DraftRule => ({
  client_number: row.clientNumber,
  client_name: row.clientName,
  matter_number: row.matterNumber,
  matter_description: row.matterDescription,
  invoice_number: row.invoiceNumber,
  source: row.source,
  effect: row.effect,
  ability: row.ability,
  detail: row.detail,
  ends_on: row.endsOn,
})

describe('whose rules overlap with drafts', () => {
  it('are exactly the payers with a live include on an open invoice that a draft includes, in random worlds', async () => {
    const payers = [await createPayer(host.payload), await createPayer(host.payload), await createPayer(host.payload)]
    const own = await createPayer(host.payload)
    let found = 0
    await fc.assert(
      fc.asyncProperty(worldWith({ most: 32, ends: [PAST, FAR] }), async ({ rules, invoices: given }) => {
        await poolOf(host.payload).query('truncate invoices, associations restart identity cascade')
        const whole = rules.filter((rule) =>
          ['clientNumber', 'clientName', 'matterNumber', 'matterDescription', 'invoiceNumber'].every(
            (name) => !isBlank(rule[name as 'clientNumber']),
          ),
        )
        const drafts = whole.filter((_rule, at) => at % 4 === 3)
        const invoices = []
        for (const row of [...given, ...whole.slice(1).map((rule, at) => metBy(rule, whole[at] ?? rule))])
          invoices.push(await createInvoice(host.payload, row))
        const open = invoices.filter(({ status }) => status === 'open')
        const seenBy = (some: AssociationRow[]) => {
          const includes = some.filter(({ effect }) => effect === 'include')
          return new Set(scopeTwin({ rules: includes, invoices: open, today: '2026-06-15' }).map(({ id }) => id))
        }
        const wanted = seenBy(drafts)
        const expected: number[] = []
        for (const [at, payer] of payers.entries()) {
          const theirs = whole.filter((_rule, index) => index % 4 === at)
          for (const row of theirs) await createAssociation(host.payload, payer, row)
          if ([...seenBy(theirs)].some((id) => wanted.has(id))) expected.push(payer)
        }
        for (const row of drafts) await createAssociation(host.payload, own, row)
        const answer = await findOverlaps(host.payload, { payer: own, drafts: drafts.map(toDraft) })
        expect(answer).toEqual({ total: expected.length, payers: expected })
        found += expected.length
      }),
      { numRuns: 150 },
    )
    expect(found).toBeGreaterThan(0)
  })
})
