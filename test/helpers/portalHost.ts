import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from './host/bootHost.ts'

export type PortalHost = { host: Host; ada: LoggedInPayer }

/** A host with one payer, Ada, and an invoice of each kind inside and outside of what she may see. */
export async function bootPortalHost(): Promise<PortalHost> {
  const host = await bootHost()
  const { payload } = host
  const ada = await loginPayer(host)
  await createAssociation(payload, ada.id, { clientNumber: 'C-1' })
  await createAssociation(payload, ada.id, { clientNumber: 'C-VIEW', ability: 'view' })
  await createAssociation(payload, ada.id, { clientNumber: 'C-AMOUNTS', detail: 'amounts' })
  await createInvoice(payload, { number: 'A', dueOn: '2026-03-01', issuedOn: '2026-02-01', balance: 100 })
  await createInvoice(payload, { number: 'B', dueOn: '2026-02-01', issuedOn: '2026-01-01', balance: 300, pending: 100 })
  await createInvoice(payload, { number: 'C', dueOn: null, issuedOn: null, balance: 50, currency: 'jpy' })
  await createInvoice(payload, { number: 'D', dueOn: '2999-01-01', balance: 700 })
  await createInvoice(payload, { number: 'HELD', hold: 'dispute', dueOn: '2999-02-01' })
  await createInvoice(payload, { number: 'BUSY', balance: 10, pending: 10, dueOn: '2999-02-02' })
  await createInvoice(payload, { number: 'NOACCOUNT', account: 'elsewhere', dueOn: '2999-02-03' })
  await createInvoice(payload, { number: 'VIEW', clientNumber: 'C-VIEW', dueOn: '2999-02-04' })
  await createInvoice(payload, {
    number: 'TEXTS',
    clientNumber: 'C-AMOUNTS',
    memo: 'a secret memo',
    matterDescription: 'a secret matter',
    dueOn: '2999-02-05',
  })
  await createInvoice(payload, { number: 'CREDIT', balance: -500, total: -500 })
  await createInvoice(payload, { number: 'PAID', balance: 0 })
  await createInvoice(payload, { number: 'VOID', status: 'void' })
  await createInvoice(payload, { number: 'FOREIGN', clientNumber: 'C-2' })
  return { host, ada }
}
