import { factorCalls } from '../helpers/factorCalls.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { loginStaff } from '../helpers/loginStaff.ts'
import { type LoggedInPayer, loginPayer } from './loginPayer.ts'

async function suspended(host: Host): Promise<LoggedInPayer> {
  const payer = await loginPayer(host)
  await host.call(`/api/payers/${payer.id}`, {
    method: 'PATCH',
    body: { loginAccess: false },
    headers: await loginStaff(host),
  })
  return payer
}

/** An address of each kind that a stranger might ask about; the first two have never been heard of. */
export async function strangerEmails(host: Host): Promise<Record<string, string>> {
  const create = (data: object) => host.payload.create({ collection: 'payers', data, overrideAccess: true })
  return {
    unknown: 'nobody-1@example.test',
    control: 'nobody-2@example.test',
    known: (await loginPayer(host)).email,
    'with a second factor': (await factorCalls(() => host).payerWithTotp()).email,
    suspended: (await suspended(host)).email,
    invited: (await create({ email: 'invited@example.test', loginAccess: true })).email,
    'without access': (await create({ email: 'uninvited@example.test' })).email,
  }
}
