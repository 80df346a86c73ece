import { FIRM_FACTS } from '../firm/firmSpecials.ts'
import { generateFirm } from '../firm/generateFirm.ts'

export const DEMO_PASSWORD = 'Demo-portal-2026!'
export const STAFF_EMAIL = 'staff@demo.test'

/** The other members of staff, one for each role. */
export const OTHER_STAFF = [
  { email: 'manager@demo.test', role: 'manager', may: 'payers, logins, payments' },
  { email: 'collector@demo.test', role: 'collector', may: 'take payments' },
  { email: 'readonly@demo.test', role: 'readonly', may: 'look' },
] as const

export type DemoAssociation = {
  clientNumber?: string
  matterNumber?: string
  invoiceNumber?: string
  effect?: 'include' | 'exclude'
  ability?: 'view' | 'pay'
  endsOn?: string
}
export type DemoPayer = {
  email: string
  firstName: string
  lastName: string
  businessName?: string
  /** For the box of logins. */
  sees: string
  associations: DemoAssociation[]
}

/** The first two matters of a client, so that one can be excluded. */
function mattersOf(clientNumber: string): string[] {
  const { clients, matters } = generateFirm()
  const client = clients.find(({ no }) => no === clientNumber)
  return matters.filter((matter) => matter.client === client?.id).map((matter) => matter.no)
}

/** One payer for each kind of association; the last one has none and so sees nothing. */
export function demoPayers(): DemoPayer[] {
  const { sharedMatter, oddNumber, sharedBillNumber } = FIRM_FACTS
  const [hidden = ''] = mattersOf('3301')
  return [
    {
      email: 'payer-1@demo.test',
      firstName: 'Paula',
      lastName: 'Finch',
      businessName: 'Harbor & Finch LLC',
      sees: 'all of a client, in two currencies',
      associations: [{ clientNumber: '1001' }],
    },
    {
      email: 'payer-2@demo.test',
      firstName: 'Sean',
      lastName: "O'Malley",
      sees: 'one matter',
      associations: [{ clientNumber: '1002', matterNumber: sharedMatter.matterNumber }],
    },
    {
      email: 'payer-3@demo.test',
      firstName: 'Zoë',
      lastName: 'Núñez',
      sees: 'single invoices',
      associations: [
        { clientNumber: oddNumber.clientNumber, invoiceNumber: oddNumber.invoiceNumber },
        { clientNumber: '0012', invoiceNumber: sharedBillNumber.invoiceNumber },
      ],
    },
    {
      email: 'payer-4@demo.test',
      firstName: 'Ines',
      lastName: 'Cedar',
      businessName: 'Cedar Estates',
      sees: 'a client without one of its matters',
      associations: [
        { clientNumber: '3301' },
        { clientNumber: '3301', matterNumber: hidden, effect: 'exclude' },
        { clientNumber: 'C0', endsOn: '2020-12-31' },
      ],
    },
    {
      email: 'payer-5@demo.test',
      firstName: 'נועה',
      lastName: 'כהן',
      businessName: 'משרד כהן ושות׳',
      sees: 'one client to pay, one to look at only',
      associations: [{ clientNumber: 'H-01' }, { clientNumber: 'A-01', ability: 'view' }],
    },
    { email: 'payer-6@demo.test', firstName: 'Noel', lastName: 'Empty', sees: 'nothing yet', associations: [] },
  ]
}
