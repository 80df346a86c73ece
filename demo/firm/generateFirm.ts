import {
  billTotal,
  type FirmBill,
  type FirmClient,
  type FirmCurrency,
  type FirmMatter,
  type FirmReceipt,
  type FirmRows,
} from './firmRows.ts'
import {
  BOTH_CURRENCIES_CLIENT,
  CLIENTS_WITHOUT_BILLS,
  FIRM_FACTS,
  SPECIAL_BILLS,
  SPECIAL_CLIENTS,
  specialClientId,
  YEN_CLIENTS,
} from './firmSpecials.ts'
import { type SeededRandom, seededRandom } from './seededRandom.ts'

const CLIENTS = 72
const BILLS = 6000
const DAYS = 3 * 365
const FIRST = [
  'Atlas',
  'Beacon',
  'Cedar',
  'Delta',
  'Ember',
  'Falcon',
  'Granite',
  'Harvest',
  'Iris',
  'Juniper',
  'Keystone',
  'Lantern',
  'Meridian',
  'Northgate',
]
const SECOND = [
  'Capital',
  'Dental Group',
  'Estates',
  'Freight',
  'Hospitality',
  'Instruments',
  'Logistics',
  'Properties',
  'Systems',
  'Textiles',
  'Ventures',
  'Works',
]
const AREAS = [
  'Lease review',
  'Acquisition of assets',
  'Employment dispute',
  'Estate planning',
  'Patent filing',
  'Regulatory advice',
  'Contract negotiation',
  'Arbitration',
  'Tax appeal',
  'General counsel',
]
const WORK = [
  'Drafting and revision',
  'Conference with client',
  'Legal research',
  'Court appearance',
  'Review of documents',
  'Correspondence with opposing counsel',
]
const COSTS = ['Filing fee', 'Courier', 'Expert witness', 'Travel', 'Transcripts']
const accountOf = (currency: FirmCurrency) => (currency === 'JPY' ? 'OPR-TK' : 'OPR-NY')

function makeClients(random: SeededRandom): FirmClient[] {
  const clients: FirmClient[] = SPECIAL_CLIENTS.map((client, at) => ({
    id: at + 1,
    no: client.no,
    name: client.name,
    kind: client.name.startsWith('Smith') ? 'P' : 'O',
  }))
  while (clients.length < CLIENTS) {
    const id = clients.length + 1
    clients.push({
      id,
      no: String(3000 + id * 7),
      name: `${random.pick(FIRST)} ${random.pick(SECOND)}`,
      kind: random.chance(0.2) ? 'P' : 'O',
    })
  }
  return clients
}

function makeMatters(random: SeededRandom, clients: FirmClient[]): FirmMatter[] {
  const matters: FirmMatter[] = []
  const yen = new Set(YEN_CLIENTS.map(specialClientId))
  const sharing = FIRM_FACTS.sharedMatter.clientNumbers.map(specialClientId)
  for (const { id: client } of clients) {
    if (client === specialClientId('E-00')) continue
    const count = random.integer(4, 9)
    for (let at = 0; at < count; at += 1) {
      const id = matters.length + 1
      const isShared = at === 0 && sharing.includes(client)
      const inYen = yen.has(client) || (client === specialClientId(BOTH_CURRENCIES_CLIENT) && at === count - 1)
      const description =
        at === 3 && client % 20 === 0
          ? null
          : `${random.pick(AREAS)}${at % 3 === 2 ? `, ${random.pick(['phase 2', 'München & Söhne', '50% share', 'café_lease'])}` : ''}`
      matters.push({
        id,
        client,
        no: isShared ? FIRM_FACTS.sharedMatter.matterNumber : `M-${8000 + id}`,
        description,
        currency: inYen ? 'JPY' : 'USD',
        closed: random.chance(0.3),
      })
    }
  }
  return matters
}

function makeLines(random: SeededRandom, matters: FirmMatter[], currency: FirmCurrency): FirmBill['lines'] {
  const amount = (low: number, high: number) =>
    currency === 'JPY' ? random.integer(low, high) * 10_000 : random.integer(low * 100, high * 100)
  return matters.flatMap((matter) => {
    const fee = { matter: matter.id, type: 'FEE' as const, text: random.pick(WORK), amount: amount(80, 6000) }
    return random.chance(0.3)
      ? [fee, { matter: matter.id, type: 'COST' as const, text: random.pick(COSTS), amount: amount(5, 300) }]
      : [fee]
  })
}

function makeBill(
  random: SeededRandom,
  { id, ago, matters }: { id: number; ago: number; matters: FirmMatter[] },
): FirmBill {
  const main = random.pick(matters)
  const alike = matters.filter(
    (matter) => matter.client === main.client && matter.currency === main.currency && matter.id !== main.id,
  )
  const several = alike.length > 1 && random.chance(0.08)
  const { client, currency } = main
  const bill: FirmBill = {
    id,
    no: `B-${100_000 + id}`,
    client,
    kind: 'I',
    isVoid: random.chance(0.015),
    issuedAgo: ago,
    terms: random.pick([30, 30, 30, 14, 45, 60]),
    currency,
    account: accountOf(currency),
    memo: random.chance(0.2) ? `Professional services, ${random.pick(AREAS).toLowerCase()}` : null,
    lines: makeLines(random, several ? [main, ...alike.slice(0, random.integer(1, 2))] : [main], currency),
  }
  if (random.chance(0.012))
    return {
      ...bill,
      kind: 'C',
      terms: null,
      lines: [
        {
          matter: main.id,
          type: 'CREDIT',
          text: 'Courtesy adjustment',
          amount: -(currency === 'JPY' ? random.integer(1, 40) * 100_000 : random.integer(2000, 90_000)),
        },
      ],
    }
  if (currency === 'USD' && random.chance(0.008))
    return {
      ...bill,
      kind: 'D',
      account: 'IOLTA-NY',
      lines: [{ matter: main.id, type: 'DEPOSIT', text: 'Deposit into trust', amount: random.integer(5, 50) * 10_000 }],
    }
  return bill
}

/** What a client has done about a bill of that age: the whole of it, a part in hundredths, or nothing. */
function paidPart(random: SeededRandom, bill: FirmBill): number {
  const total = billTotal(bill)
  if (bill.isVoid || total <= 0 || !bill.account) return 0
  const [full, part] = bill.issuedAgo > 120 ? [0.95, 0.02] : bill.issuedAgo > 30 ? [0.6, 0.1] : [0.2, 0.05]
  if (random.chance(full)) return total
  if (!random.chance(part / (1 - full))) return 0
  const step = bill.currency === 'JPY' ? 100 : 1
  return Math.max(step, Math.floor((total * random.integer(10, 90)) / 100 / step) * step)
}

function makeReceipts(random: SeededRandom, bills: FirmBill[], paid: Map<number, number>): FirmReceipt[] {
  const receipts: FirmReceipt[] = []
  const open = new Map<string, FirmReceipt>()
  for (const bill of bills) {
    const amount = paid.get(bill.id) ?? 0
    if (!amount || !bill.account) continue
    // Every now and then one cheque pays several bills of a client.
    const key = `${bill.client} ${bill.account}`
    const joined = open.get(key)
    if (joined && joined.lines.length < 3 && random.chance(0.4)) joined.lines.push({ bill: bill.id, amount })
    else {
      const ago = Math.max(0, bill.issuedAgo - random.integer(3, 40))
      const receipt: FirmReceipt = {
        id: receipts.length + 1,
        ago,
        account: bill.account,
        currency: bill.currency,
        method: random.pick(['CHECK', 'WIRE', 'ACH']),
        reverses: null,
        lines: [{ bill: bill.id, amount }],
      }
      receipts.push(receipt)
      if (random.chance(0.1)) open.set(key, receipt)
      else open.delete(key)
    }
  }
  return receipts
}

/** A cheque that bounced: entered, then taken back by a row of its own, so the bill is open again. */
function addBounced(receipts: FirmReceipt[], bill: FirmBill): void {
  const receipt: FirmReceipt = {
    id: receipts.length + 1,
    ago: 30,
    account: bill.account ?? 'OPR-NY',
    currency: bill.currency,
    method: 'CHECK',
    reverses: null,
    lines: [{ bill: bill.id, amount: billTotal(bill) }],
  }
  receipts.push(receipt, {
    ...receipt,
    id: receipt.id + 1,
    ago: 26,
    reverses: receipt.id,
    lines: [{ bill: bill.id, amount: -billTotal(bill) }],
  })
}

function makeSpecialBills(matters: FirmMatter[], paid: Map<number, number>): FirmBill[] {
  return SPECIAL_BILLS.map(({ amounts, matters: positions, paid: part, ...bill }, at) => {
    const id = at + 1
    const own = matters.filter((matter) => matter.client === bill.client && matter.currency === bill.currency)
    const type = { I: 'FEE', C: 'CREDIT', D: 'DEPOSIT' } as const
    if (part) paid.set(id, part)
    const lines = amounts.map((amount, line) => {
      const position = positions[line] ?? null
      return {
        matter: position === null ? null : ((own[position] ?? own[0])?.id ?? null),
        type: type[bill.kind],
        text: 'Services rendered',
        amount,
      }
    })
    return { ...bill, id, lines }
  })
}

/** Makes all rows of the sample firm, the same on every machine and every day. */
export function generateFirm(): FirmRows {
  const random = seededRandom(20_260_101)
  const clients = makeClients(random)
  const matters = makeMatters(random, clients)
  const unbilled = new Set(CLIENTS_WITHOUT_BILLS.map(specialClientId))
  // Every 25th matter never gets a bill; the special bills fill the first matters of their clients.
  const billed = matters.filter((matter) => !unbilled.has(matter.client) && matter.id % 25 !== 0)
  const paid = new Map<number, number>()
  const bills = makeSpecialBills(matters, paid)
  const special = bills.length
  for (let at = 0; at < BILLS; at += 1) {
    const bill = makeBill(random, {
      id: special + at + 1,
      ago: Math.floor(((BILLS - 1 - at) * DAYS) / BILLS),
      matters: billed,
    })
    bills.push(bill)
    const amount = paidPart(random, bill)
    if (amount) paid.set(bill.id, amount)
  }
  const receipts = makeReceipts(random, bills, paid)
  const bounced = bills.find((bill) => bill.no === FIRM_FACTS.bounced.invoiceNumber)
  if (bounced) addBounced(receipts, bounced)
  return { clients, matters, bills, receipts }
}
