import type { Payload } from 'payload'
import type { PersonRole } from '../../access/rules/payerOf.ts'
import { RULE_KINDS, type RuleKind } from '../../access/scope/firstVisibleInvoices.ts'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { type AskedSession, sessionSeconds } from '../login/askedSession.ts'
import { portalOptions } from '../options/portalOptions.ts'
import type { InvoiceQuery } from './invoiceQuery.ts'
import { keepPage, keptPage } from './keptPages.ts'
import { lastWay, rememberWay } from './lastWay.ts'
import { type InvoiceTexts, type PortalInvoice, toInvoiceRow, toPortalInvoice } from './PortalInvoice.ts'
import { pageStatement, SCANNED_PER_ROW, type Way } from './pageStatements.ts'
import { isWideScope, runWide } from './wideScope.ts'

/** So many invoices are looked at in all at the most. */
const MAX_SCANNED = 10_000

type Asker = { payer: number } | { session: AskedSession }
type Asked = { payload: Payload; asker: Asker; query: InvoiceQuery }
type Run = { way: Way; more?: unknown[] }

/** Who a session stands for, as the statement found it; a payer that is known has no role here. */
type Who = { payer: number; role?: PersonRole; session?: number; stale?: boolean }
type Rules = RuleKind | 'mixed' | 'numbers' | 'many' | 'other' | 'any' | 'wide' | 'scan' | 'same' | 'changed'
type Answer = { who: Who; rules: Rules; seen: string; rows: InvoiceTexts[] }

const todayOf = (payload: Payload): string => dateIn(portalOptions(payload).timeZone, new Date())

function valuesOf({ payload, asker }: Asked): unknown[] {
  if ('payer' in asker) return [asker.payer, todayOf(payload)]
  const { tokenHash, named } = asker.session
  const { idle, touch } = sessionSeconds(payload)
  return [tokenHash, todayOf(payload), idle, touch, named]
}

type Row = Who & { rules: Rules; seen: string; page: string }

/** What one statement answers; null when no live session may act. */
async function ask(asked: Asked, { way, more = [] }: Run): Promise<Answer | null> {
  const { payload, asker, query } = asked
  const by = 'payer' in asker ? 'payer' : 'session'
  const searched = query.q === null ? [] : [query.q]
  const statement = { ...pageStatement({ by, query, way }), values: [...valuesOf(asked), ...more, ...searched] }
  const [row] =
    way === 'wide' ? await runWide<Row>(payload, statement) : (await poolOf(payload).query<Row>(statement)).rows
  if (!row) return null
  if ('session' in asker) rememberWay(payload, sessionKey(asker.session), String(row.payer))
  return { who: row, rules: row.rules, seen: row.seen, rows: JSON.parse(row.page) }
}

const isKind = (name: string): name is RuleKind => (RULE_KINDS as string[]).includes(name)

const canScan = ({ filter, sort, limit, page }: InvoiceQuery): boolean =>
  (filter === 'open' || filter === 'overdue') && sort === 'dueOn' && limit * page <= MAX_SCANNED / SCANNED_PER_ROW

/** Pages after the first need the rows before theirs without repeats, which only a grouped statement gives. */
function fits(way: Way, query: InvoiceQuery): boolean {
  if (way === 'scan') return canScan(query)
  return query.page === 1 || !isKind(way)
}

const wayKey = (payer: number, query: InvoiceQuery): string => `${payer}${canScan(query) ? '' : '-sorted'}`
const pageKey = (payer: number, { payload, query }: Asked): string =>
  `${payer} ${todayOf(payload)} ${query.filter} ${query.limit} ${query.page}`
const sessionKey = ({ tokenHash, named }: AskedSession): string =>
  `session ${tokenHash.toString('latin1')} ${named ?? ''}`

/** Whose page it will be: of a session, whose it was last. Only a guess: the statement says whose it is. */
function guessedPayer({ payload, asker }: Asked): number | null {
  if ('payer' in asker) return asker.payer
  const last = lastWay(payload, sessionKey(asker.session))
  return last === undefined ? null : Number(last)
}

const hasTwice = (rows: InvoiceTexts[]): boolean => new Set(rows.map(([id]) => id)).size < rows.length

/** For rules of one kind: another, when the rules are of no kind or of another one, or when two of them show the same invoice. */
function betterThanKind({ rules, rows }: Answer, kind: RuleKind): Way | null {
  if (rules !== kind) return isKind(rules) ? rules : 'few'
  return hasTwice(rows) ? 'numbers' : null
}

/** Everything that is visible has to be gone through: by the payer's rules, or by all invoices. */
const throughAll = async (payload: Payload, { payer, byRules }: { payer: number; byRules: Way }): Promise<Way> =>
  (await isWideScope({ payload, payer })) ? 'wide' : byRules

/** The way to read the page by instead, when this answer is not whole for the rules that it found. */
function betterWay({ payload, query }: Asked, answer: Answer, way: Way): Promise<Way> | Way | null {
  const through = (byRules: Way) => throughAll(payload, { payer: answer.who.payer, byRules })
  if (answer.rules === 'many') return canScan(query) ? 'scan' : through('numbers')
  if (answer.rules === 'other') return way === 'few' ? 'any' : through('any')
  if (isKind(way)) return betterThanKind(answer, way)
  return way === 'scan' && answer.rows.length <= query.limit ? through('numbers') : null
}

/** What took long because of its rules is kept; only in this order, which no payment changes. */
function keep(asked: Asked, { way, answer }: { way: Way; answer: Answer }): void {
  const isDear = way !== 'few' && !isKind(way)
  if (!isDear || !canScan(asked.query)) return
  const ids = answer.rows.map(([id]) => Number(id))
  keepPage(asked.payload, pageKey(answer.who.payer, asked), { ids, seen: answer.seen })
}

function remember(asked: Asked, { way, answer }: { way: Way; answer: Answer }): void {
  const { payload, query } = asked
  const { who, rules } = answer
  rememberWay(payload, wayKey(who.payer, query), way === 'few' && isKind(rules) ? rules : way)
  keep(asked, { way, answer })
}

/** A kept page, when the same statement says that it is still this payer's page; null otherwise, and for nobody. */
async function readKept(asked: Asked, payer: number): Promise<Answer | null> {
  const page = canScan(asked.query) ? keptPage(asked.payload, pageKey(payer, asked)) : undefined
  if (!page) return null
  const answer = await ask(asked, { way: 'kept', more: [page.ids, page.seen] })
  const isSame = answer?.who.payer === payer && answer.rules === 'same' && answer.rows.length === page.ids.length
  if (isSame) return answer
  keepPage(asked.payload, pageKey(payer, asked), null)
  return null
}

/** The way by which this payer's page was read last. */
function firstWay(payer: number | null, { payload, query }: Asked): Way {
  const last = payer === null ? undefined : lastWay<Way>(payload, wayKey(payer, query))
  return last && fits(last, query) ? last : 'few'
}

/** The page of a search, which goes through everything that is visible. */
async function readSearched(asked: Asked): Promise<Answer | null> {
  const plain = { ...asked, query: { ...asked.query, q: null } }
  const payer = guessedPayer(asked) ?? (await ask(plain, { way: 'few' }))?.who.payer
  if (payer === undefined) return null
  return await ask(asked, { way: await throughAll(asked.payload, { payer, byRules: 'any' }) })
}

async function readAnswer(asked: Asked): Promise<Answer | null> {
  if (asked.query.q !== null) return await readSearched(asked)
  const payer = guessedPayer(asked)
  const kept = payer === null ? null : await readKept(asked, payer)
  if (kept) return kept
  let way = firstWay(payer, asked)
  for (;;) {
    const answer = await ask(asked, { way })
    const better = answer && (await betterWay(asked, answer, way))
    if (better) {
      way = better
      continue
    }
    if (answer) remember(asked, { way, answer })
    return answer
  }
}

type InvoicePage = { docs: PortalInvoice[]; hasNextPage: boolean; page: number }

function pageOf({ rows }: Answer, { payload, query: { limit, page } }: Asked): InvoicePage {
  const { accounts } = portalOptions(payload)
  const docs = rows.slice(0, limit).map((texts) => toPortalInvoice(toInvoiceRow(texts), accounts))
  return { docs, hasNextPage: rows.length > limit, page }
}

type OfPayer = { payload: Payload; payer: number; query: InvoiceQuery }

/**
 * One page of the invoices in the payer's scope, without counting: by one prepared statement where the payer's rules
 * are few and all by numbers, by a further one otherwise. Each is right on its own snapshot.
 */
export async function readInvoicePage({ payload, payer, query }: OfPayer): Promise<InvoicePage> {
  const asked = { payload, asker: { payer }, query }
  const answer = await readAnswer(asked)
  if (!answer) throw new Error('A payer that is known was not found.')
  return pageOf(answer, asked)
}

type OfSession = { payload: Payload; session: AskedSession; query: InvoiceQuery }

/**
 * The same for whoever's session it is: each statement checks the session too, as `payerSession.ts` does. Null where no
 * live session may act for the payer that is asked for.
 */
export async function readSessionPage({ payload, session, query }: OfSession): Promise<{
  who: Required<Who>
  page: InvoicePage
} | null> {
  const asked = { payload, asker: { session }, query }
  const answer = await readAnswer(asked)
  return answer && { who: answer.who as Required<Who>, page: pageOf(answer, asked) }
}
