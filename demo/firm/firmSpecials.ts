import type { FirmBill } from './firmRows.ts'

/** `José Núñez` in decomposed form, as some systems store it. */
const DECOMPOSED = 'José Núñez y Asociados'.normalize('NFD')

/** Clients whose numbers and names are hard on purpose. Their ids are 1, 2, 3 … in this order. */
export const SPECIAL_CLIENTS = [
  { no: '1001', name: 'Harbor & Finch LLC' },
  { no: '1002', name: "O'Malley Family Trust" },
  { no: '1003', name: '100% Organic_Foods, Inc.' },
  { no: '0012', name: 'Abernathy & Sons, LLP' },
  { no: '12', name: 'Zwölf Ärzte GmbH' },
  { no: 'C0', name: 'Cobalt Holdings' },
  { no: 'C1', name: 'Cerulean Holdings' },
  { no: 'C0,C1', name: 'Cobalt, Cerulean & Partners' },
  { no: 'AB1', name: 'Alder Brook One' },
  { no: 'ab1', name: 'Alder Brook Two' },
  { no: 'N-40', name: DECOMPOSED },
  { no: 'H-01', name: 'משרד כהן ושות׳' },
  { no: 'A-01', name: 'شركة النور للتجارة' },
  { no: 'X-01', name: '<b>Bold</b> & Co <script>alert(1)</script>' },
  { no: 'Q"7\'', name: 'The "Quoted" Company' },
  { no: '50%_off', name: 'Half_Price % Outlet' },
  { no: 'K-77 ', name: '  Kestrel Blank Spaces  ' },
  { no: '2001', name: 'Smith, John' },
  { no: '2002', name: 'Smith, John' },
  { no: 'J-01', name: '株式会社さくら商事' },
  { no: 'J-02', name: 'Pacific Bridge K.K.' },
  { no: 'E-00', name: 'Empty Hands Foundation' },
  { no: 'E-01', name: 'Evergreen Without Bills' },
] as const

export type SpecialClientNumber = (typeof SPECIAL_CLIENTS)[number]['no']

export const specialClientId = (no: SpecialClientNumber): number =>
  SPECIAL_CLIENTS.findIndex((client) => client.no === no) + 1

/** Clients that get no bill at all; `E-00` has not even a matter. */
export const CLIENTS_WITHOUT_BILLS: readonly SpecialClientNumber[] = ['E-00', 'E-01']
/** Clients that are billed in yen only, and one that is billed in both currencies. */
export const YEN_CLIENTS: readonly SpecialClientNumber[] = ['J-01', 'J-02']
export const BOTH_CURRENCIES_CLIENT: SpecialClientNumber = '1001'

/** Facts that tests and seeds rely on. */
export const FIRM_FACTS = {
  /** Both clients have a matter of this number. */
  sharedMatter: { matterNumber: 'M-7000', clientNumbers: ['1001', '1002'] },
  /** A number that two bills of two clients carry. */
  sharedBillNumber: { invoiceNumber: 'OLD-1', clientNumbers: ['0012', '12'] },
  htmlMemo: {
    invoiceNumber: 'S-HTML',
    clientNumber: '1001',
    memo: '<img src=x onerror="document.title=\'owned\'"> for <b>services</b>',
  },
  manyMatters: { invoiceNumber: 'S-MANY', clientNumber: '1001' },
  oddNumber: { invoiceNumber: 'F/2_5%, "a"', clientNumber: '1003' },
  noDueDate: { invoiceNumber: 'S-UNDATED', clientNumber: '1001' },
  noMatter: { invoiceNumber: 'S-GENERAL', clientNumber: '1002' },
  noAccount: { invoiceNumber: 'S-NOACCT', clientNumber: '1001' },
  trust: { invoiceNumber: 'S-TRUST', clientNumber: '1001' },
  credit: { invoiceNumber: 'S-CREDIT', clientNumber: '1001' },
  void: { invoiceNumber: 'S-VOID', clientNumber: '1001' },
  partPaid: { invoiceNumber: 'S-PART', clientNumber: '1001' },
  bounced: { invoiceNumber: 'S-BOUNCED', clientNumber: '1002' },
  yen: { invoiceNumber: 'S-YEN', clientNumber: '1001' },
} as const

type SpecialBill = Omit<FirmBill, 'id' | 'lines'> & {
  amounts: readonly number[] /** Positions among the client's matters; null for none. */
  matters: readonly (number | null)[]
  paid: number
}

const USD = {
  kind: 'I',
  isVoid: false,
  currency: 'USD',
  account: 'OPR-NY',
  memo: null,
  terms: 30,
  matters: [0],
  paid: 0,
} as const
const id = specialClientId

/** Bills with known facts, the same whatever day it is. Amounts in hundredths. */
export const SPECIAL_BILLS: readonly SpecialBill[] = [
  { ...USD, no: 'S-OPEN-1', client: id('1001'), issuedAgo: 95, amounts: [125_000], matters: [1] },
  { ...USD, no: 'S-OPEN-2', client: id('1001'), issuedAgo: 40, amounts: [80_050], matters: [1] },
  { ...USD, no: 'S-OPEN-3', client: id('1001'), issuedAgo: 6, amounts: [19_999, 1], matters: [1, 1] },
  {
    ...USD,
    no: FIRM_FACTS.htmlMemo.invoiceNumber,
    client: id('1001'),
    issuedAgo: 12,
    amounts: [33_000],
    memo: FIRM_FACTS.htmlMemo.memo,
  },
  {
    ...USD,
    no: FIRM_FACTS.manyMatters.invoiceNumber,
    client: id('1001'),
    issuedAgo: 20,
    amounts: [40_000, 25_000, 15_050],
    matters: [0, 1, 2],
  },
  {
    ...USD,
    no: FIRM_FACTS.noDueDate.invoiceNumber,
    client: id('1001'),
    issuedAgo: 300,
    terms: null,
    amounts: [7_700],
    matters: [1],
  },
  {
    ...USD,
    no: FIRM_FACTS.noAccount.invoiceNumber,
    client: id('1001'),
    issuedAgo: 15,
    account: null,
    amounts: [5_000],
    matters: [1],
  },
  {
    ...USD,
    no: FIRM_FACTS.trust.invoiceNumber,
    client: id('1001'),
    kind: 'D',
    issuedAgo: 10,
    account: 'IOLTA-NY',
    amounts: [500_000],
    matters: [1],
  },
  {
    ...USD,
    no: FIRM_FACTS.credit.invoiceNumber,
    client: id('1001'),
    kind: 'C',
    issuedAgo: 30,
    terms: null,
    amounts: [-12_500],
    matters: [1],
  },
  {
    ...USD,
    no: FIRM_FACTS.void.invoiceNumber,
    client: id('1001'),
    isVoid: true,
    issuedAgo: 50,
    amounts: [66_600],
    matters: [1],
  },
  {
    ...USD,
    no: FIRM_FACTS.partPaid.invoiceNumber,
    client: id('1001'),
    issuedAgo: 70,
    amounts: [100_000],
    matters: [1],
    paid: 33_333,
  },
  {
    ...USD,
    no: FIRM_FACTS.yen.invoiceNumber,
    client: id('1001'),
    currency: 'JPY',
    account: 'OPR-TK',
    issuedAgo: 25,
    amounts: [12_345_600],
    matters: [1],
  },
  { ...USD, no: 'S-SHARED-1', client: id('1001'), issuedAgo: 18, amounts: [21_000] },
  { ...USD, no: 'S-SHARED-2', client: id('1002'), issuedAgo: 18, amounts: [22_000] },
  {
    ...USD,
    no: FIRM_FACTS.noMatter.invoiceNumber,
    client: id('1002'),
    issuedAgo: 9,
    amounts: [4_200],
    matters: [null],
  },
  { ...USD, no: FIRM_FACTS.bounced.invoiceNumber, client: id('1002'), issuedAgo: 60, amounts: [90_000], matters: [1] },
  { ...USD, no: FIRM_FACTS.oddNumber.invoiceNumber, client: id('1003'), issuedAgo: 33, amounts: [10_010] },
  { ...USD, no: FIRM_FACTS.sharedBillNumber.invoiceNumber, client: id('0012'), issuedAgo: 80, amounts: [12_000] },
  { ...USD, no: FIRM_FACTS.sharedBillNumber.invoiceNumber, client: id('12'), issuedAgo: 80, amounts: [34_000] },
]
