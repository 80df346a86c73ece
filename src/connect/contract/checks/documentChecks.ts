import { isPdf } from '../../documents/isPdf.ts'
import { NoAnswer } from '../../NoAnswer.ts'
import { SourceError } from '../../SourceError.ts'
import { withinTime } from '../../withinTime.ts'
import { listed } from '../listed.ts'
import { NotRun } from '../NotRun.ts'
import type { SourceCheckRun, SourceTestRun } from '../SourceTestRun.ts'

const TRIED = 40
const LOOKALIKES_OF = 5
const MAX_BYTES = 20 * 1024 * 1024

type Bytes = Uint8Array | null
type Bill = { externalId: string; bytes: Uint8Array }

/** Ids that no invoice has; characters that patterns, paths and statements are made of. */
const NOBODY = ['987654321', "no'body%_", '%', '', ' ', '../', 'a\0b', 'x'.repeat(300)]

function ask({ source, callSeconds }: SourceTestRun, id: string, maxBytes = MAX_BYTES): Promise<Bytes> {
  if (!source.getDocument) throw new NotRun('The source has no getDocument().')
  return withinTime(source.getDocument(id, { maxBytes }), callSeconds)
}

const isSame = (one: Bytes, other: Bytes) => (one && other ? Buffer.compare(one, other) === 0 : one === other)

/** Some of the invoices, spread over all. */
function idsOf({ known }: SourceTestRun): string[] {
  const ids = known.map((invoice) => invoice.externalId)
  const step = Math.max(1, (ids.length - 1) / (TRIED - 1))
  return ids.filter((_id, at) => Math.floor(at / step) !== Math.floor((at - 1) / step))
}

/** One after the other, as copies: what a source does later with its own bytes does not change them. */
async function readBills(test: SourceTestRun): Promise<Map<string, Bytes>> {
  const bills = new Map<string, Bytes>()
  for (const id of idsOf(test)) {
    const bytes = await ask(test, id)
    bills.set(id, bytes && Uint8Array.from(bytes))
  }
  return bills
}

const read = new WeakMap<SourceTestRun, Promise<Map<string, Bytes>>>()

/** Read once for all checks. Throws NotRun when none of the invoices that were tried has a bill. */
async function allBills(test: SourceTestRun): Promise<{ all: Map<string, Bytes>; there: Bill[] }> {
  const reading = read.get(test) ?? readBills(test)
  read.set(test, reading)
  const all = await reading
  const there = [...all].flatMap(([externalId, bytes]) => (bytes ? [{ externalId, bytes }] : []))
  return { all, there }
}

async function someBills(test: SourceTestRun): Promise<Bill[]> {
  const { all, there } = await allBills(test)
  if (there.length === 0) throw new NotRun(`None of the ${all.size} invoices that were tried has a document.`)
  return there
}

const WRONG = {
  lost: 'documents that are there were not given',
  invented: 'invoices without a document were given one',
  other: "another document was given than the invoice's own",
} as const

function wrongOf(given: Bytes, known: Bytes): keyof typeof WRONG | null {
  if (isSame(given, known)) return null
  if (given === null) return 'lost'
  return known === null ? 'invented' : 'other'
}

async function exact(test: SourceTestRun): Promise<string[]> {
  const { all } = await allBills(test)
  const { world } = test
  if (!world.document) throw new NotRun('`document` is not given.')
  const found = { lost: [] as string[], invented: [] as string[], other: [] as string[] }
  for (const [id, bytes] of all) {
    const wrong = wrongOf(bytes, (await world.document(id)) ?? null)
    if (wrong) found[wrong].push(id)
  }
  if (found.lost.length === 0) await someBills(test)
  return (['lost', 'invented', 'other'] as const)
    .filter((wrong) => found[wrong].length > 0)
    .map((wrong) => `${WRONG[wrong]}: ${listed(found[wrong])}`)
}

/** Asked again, all at the same time: whoever asks beside others gets the same as alone. */
async function steady(test: SourceTestRun): Promise<string[]> {
  const bills = await someBills(test)
  const again = await Promise.all(bills.map(({ externalId }) => ask(test, externalId)))
  const noPdf = bills.filter(({ bytes }) => !isPdf(bytes))
  const other = bills.filter(({ bytes }, at) => !isSame(bytes, again[at] ?? null))
  const namesOf = (some: Bill[]) => listed(some.map(({ externalId }) => externalId))
  return [
    ...(noPdf.length > 0 ? [`documents are no PDFs: ${namesOf(noPdf)}`] : []),
    ...(other.length > 0 ? [`documents differ when many are asked for at the same time: ${namesOf(other)}`] : []),
  ]
}

/** What somebody, or a collation, could take for this id. */
function lookalikes(id: string): string[] {
  const all = [` ${id}`, `${id} `, `${id}\n`, `${id}\0`, `0${id}`, id.replace(/^0+/, ''), `${id}.0`, `+${id}`, `${id}%`]
  return [...all, `./${id}`, `${id}.pdf`, id.toUpperCase(), id.toLowerCase(), id.normalize('NFD')]
}

function strangers({ known }: SourceTestRun, bills: Bill[]): string[] {
  const ids = new Set(known.map((invoice) => invoice.externalId))
  const tried = bills.slice(0, LOOKALIKES_OF).flatMap(({ externalId }) => lookalikes(externalId))
  return [...new Set([...NOBODY, ...tried])].filter((id) => !ids.has(id))
}

/** What is wrong with the answer to an id that no invoice has: nothing, and a refusal of the source's own, are right. */
async function wrongAnswer(test: SourceTestRun, id: string): Promise<string[]> {
  const shown = JSON.stringify(id.length > 40 ? `${id.slice(0, 40)}…` : id)
  try {
    return (await ask(test, id)) === null ? [] : [`a document was given for ${shown}, which no invoice has as its id`]
  } catch (error) {
    if (error instanceof NoAnswer) return [`no answer came for ${shown}, which no invoice has as its id`]
    return error instanceof SourceError ? [] : [`${shown} threw ${String(error)}, which is no SourceError`]
  }
}

/** Two invoices with one file, where the billing system itself does not have it so. */
async function shared({ world }: SourceTestRun, bills: Bill[]): Promise<string[]> {
  const first = new Map<string, string>()
  const wrong: string[] = []
  for (const { externalId, bytes } of bills) {
    const key = Buffer.from(bytes).toString('latin1')
    const other = first.get(key)
    if (other === undefined) first.set(key, externalId)
    else if (!world.document || !isSame(await world.document(externalId), await world.document(other)))
      wrong.push(`${other} and ${externalId}`)
  }
  return wrong
}

async function own(test: SourceTestRun): Promise<string[]> {
  const bills = await someBills(test)
  const wrong: string[] = []
  for (const id of strangers(test, bills)) wrong.push(...(await wrongAnswer(test, id)))
  const twins = await shared(test, bills)
  return [
    ...(wrong.length > 0 ? [listed(wrong)] : []),
    ...(twins.length > 0
      ? [
          `invoices share a document: ${listed(twins)}${test.world.document ? '' : ' (when that is right, give `document`)'}`,
        ]
      : []),
  ]
}

/** A document is given when it has just as many bytes as it may, and refused for good when it has one more. */
async function limit(test: SourceTestRun): Promise<string[]> {
  const [bill] = await someBills(test)
  if (!bill) return []
  const { externalId: id, bytes } = bill
  const size = bytes.byteLength
  const fitting = await ask(test, id, size)
  const refused = await ask(test, id, size - 1).then(
    (answer) => `was answered with ${answer === null ? 'null' : `${answer.byteLength} bytes`}`,
    (error: unknown) => {
      if (!(error instanceof SourceError)) return `threw ${String(error)}, which is no SourceError`
      return error.temporary ? 'is said to be a temporary fault, so it would be asked for again' : ''
    },
  )
  return [
    ...(isSame(fitting, bytes) ? [] : [`the document of ${id} did not come when it may have just its ${size} bytes`]),
    ...(refused ? [`the document of ${id} with ${size} bytes, when it may have ${size - 1}, ${refused}`] : []),
  ]
}

/** What the firm's own bills must hold: a wrong one shows a payer somebody else's. */
export const documentChecks: SourceCheckRun[] = [
  { name: 'document-exact', run: exact },
  { name: 'document-steady', run: steady },
  { name: 'document-own', run: own },
  { name: 'document-limit', run: limit },
]
