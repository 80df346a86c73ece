import { randomUUID } from 'node:crypto'
import { createAssociation } from '../../factories/createAssociation.ts'
import { createInvoice } from '../../factories/createInvoice.ts'
import { loginPayer } from '../../factories/loginPayer.ts'
import type { AuditDoor, AuditDoors, AuditWorld } from './AuditWorld.ts'

const email = () => `audit-${randomUUID()}@example.test`
const only = (id: number) => `where[id][equals]=${id}`
const system = { overrideAccess: true } as const

type Change = (world: AuditWorld, id: number) => Promise<unknown>

/** One change of a document by each door that there is. */
function writes(collection: 'payers' | 'associations' | 'invoices', data: Record<string, unknown>) {
  return {
    'REST by id': (w: AuditWorld, id: number) => w.byStaff(`/api/${collection}/${id}`, 'PATCH', data),
    'REST, of which only the id is answered': (w: AuditWorld, id: number) =>
      w.byStaff(`/api/${collection}/${id}?select[id]=true&depth=0`, 'PATCH', data),
    'REST in bulk': (w: AuditWorld, id: number) => w.byStaff(`/api/${collection}?${only(id)}`, 'PATCH', data),
    'Local API by id': (w: AuditWorld, id: number) =>
      w.host.payload.update({ collection, id, data: data as never, ...system }),
    'Local API in bulk': (w: AuditWorld, id: number) =>
      w.host.payload.update({ collection, where: { id: { equals: id } }, data: data as never, ...system }),
  }
}

function deletes(collection: 'payers' | 'associations') {
  return {
    'REST by id': (w: AuditWorld, id: number) => w.byStaff(`/api/${collection}/${id}`, 'DELETE'),
    'REST in bulk': (w: AuditWorld, id: number) => w.byStaff(`/api/${collection}?${only(id)}`, 'DELETE'),
    'Local API by id': (w: AuditWorld, id: number) => w.host.payload.delete({ collection, id, ...system }),
    'Local API in bulk': (w: AuditWorld, id: number) =>
      w.host.payload.delete({ collection, where: { id: { equals: id } }, ...system }),
  }
}

type Prepared = { id: number; payer: number | null; data: (id: number) => object }

/** The doors of a change, each on a document of its own. */
const doorsOf = (
  changes: Record<string, Change>,
  prepare: (w: AuditWorld) => Promise<Prepared>,
): Record<string, AuditDoor> =>
  Object.fromEntries(
    Object.entries(changes).map(([name, change]): [string, AuditDoor] => [
      name,
      async (w) => {
        const { id, payer, data } = await prepare(w)
        await w.mark()
        await change(w, id)
        return { actor: name.startsWith('REST') ? 'staff' : 'system', payer, data: data(id) }
      },
    ]),
  )

const NEW = () => ({ email: email(), firstName: 'Ada', receiptEmails: ['books@example.test'] })
const asNew = ({ email: address }: { email: string }) => ({
  fields: ['email', 'firstName', 'receiptEmails'],
  after: { email: address, firstName: 'Ada', receiptEmails: ['books@example.test'] },
})

const importRow = async (w: AuditWorld, csv: string) =>
  (await w.byStaff('/api/payers/import', 'POST', { csv, dryRun: false })).body.rows[0].payer as number

const payers: AuditDoors = {
  payer_created: {
    REST: async (w) => {
      const data = NEW()
      const { body } = await w.byStaff('/api/payers', 'POST', data)
      return { actor: 'staff', payer: body.doc.id, data: asNew(data) }
    },
    'Local API': async (w) => {
      const data = NEW()
      const { id } = await w.host.payload.create({ collection: 'payers', data, ...system })
      return { actor: 'system', payer: Number(id), data: asNew(data) }
    },
    import: async (w) => {
      const payer = await importRow(w, `email,firstName\n${email()},Ada`)
      return { actor: 'staff', payer, data: { after: { firstName: 'Ada' } }, also: ['payers_imported'] }
    },
  },
  payer_changed: {
    ...doorsOf(writes('payers', { firstName: 'Grace', phone: '' }), async (w) => {
      const id = await w.payer()
      await w.query(`update payers set first_name = 'Ada' where id = $1`, [id])
      const data = { fields: ['firstName'], before: { firstName: 'Ada' }, after: { firstName: 'Grace' } }
      return { id, payer: id, data: () => data }
    }),
    'the payer itself': async (w) => {
      const { id, headers } = await loginPayer(w.host)
      await w.mark()
      await w.call(`/api/payers/${id}`, { method: 'PATCH', headers, body: { address: '1 Street' } })
      const data = { fields: ['address'], before: { address: null }, after: { address: '1 Street' } }
      return { actor: await w.personOf(id), payer: id, data }
    },
  },
  payer_deleted: {
    ...doorsOf(deletes('payers'), async (w) => {
      const id = await w.payer()
      return { id, payer: id, data: () => ({}) }
    }),
    SQL: async (w) => {
      const payer = await w.payer()
      await w.query('delete from payers where id = $1', [payer])
      return { actor: 'system', payer }
    },
  },
  payer_archived: {
    'REST, twice': async (w) => {
      const payer = await w.payer()
      for (let at = 0; at < 2; at += 1) await w.byStaff(`/api/payers/${payer}/archive`)
      return { actor: 'staff', payer }
    },
  },
  payer_unarchived: {
    'REST, twice': async (w) => {
      const payer = await w.payer()
      await w.byStaff(`/api/payers/${payer}/archive`)
      await w.mark()
      for (let at = 0; at < 2; at += 1) await w.byStaff(`/api/payers/${payer}/unarchive`)
      return { actor: 'staff', payer }
    },
  },
  payer_erased: {
    REST: async (w) => {
      const payer = await w.payer()
      const [{ name }] = await w.query('select name from payers where id = $1', [payer])
      await w.byStaff(`/api/payers/${payer}/archive`)
      await w.mark()
      await w.byStaff(`/api/payers/${payer}/erase`, 'POST', { confirm: name })
      return { actor: 'staff', payer, data: { erased: [payer] } }
    },
  },
  payer_merged: {
    REST: async (w) => {
      const [from, into] = [await w.payer(), await w.payer()]
      await w.byStaff(`/api/payers/${from}/merge`, 'POST', { into })
      return [
        { actor: 'staff', payer: from, data: { into, associations: 0 } },
        { actor: 'staff', payer: into, data: { from, associations: 0 } },
      ]
    },
  },
  payers_imported: {
    REST: async (w) => {
      const address = email()
      await w.payer({ email: address })
      await w.mark()
      await importRow(w, `email\n${address}`)
      return { actor: 'staff', payer: null, data: { create: 0, skip: 1, total: 1 } }
    },
  },
}

const RULE = { clientNumber: 'C-7', effect: 'include', ability: 'pay', detail: 'full' }

async function rule(w: AuditWorld): Promise<{ id: number; payer: number }> {
  const payer = await w.payer()
  const { id } = await createAssociation(w.host.payload, payer, { clientNumber: 'C-7' })
  return { id, payer }
}

const associations: AuditDoors = {
  association_created: {
    REST: async (w) => {
      const payer = await w.payer()
      const { body } = await w.byStaff('/api/associations', 'POST', { payer, clientNumber: ' C-7 ' })
      return { actor: 'staff', payer, data: { association: body.doc.id, after: { payer, ...RULE } } }
    },
    'Local API': async (w) => {
      const payer = await w.payer()
      const data = { payer, clientNumber: 'C-7', effect: 'include' } as const
      const { id } = await w.host.payload.create({ collection: 'associations', data, ...system })
      return { actor: 'system', payer, data: { association: id, after: { payer, ...RULE } } }
    },
    import: async (w) => {
      const payer = await importRow(w, `email,clientNumber\n${email()},C-7`)
      return { actor: 'staff', payer, data: { after: RULE }, also: ['payer_created', 'payers_imported'] }
    },
    'import of associations': async (w) => {
      const payer = await w.payer()
      const csv = `payer,clientNumber\n${payer},C-7`
      await w.byStaff('/api/associations/import', 'POST', { csv, dryRun: false })
      return { actor: 'staff', payer, data: { after: RULE }, also: ['associations_imported'] }
    },
    'to several payers': async (w) => {
      const payers = [await w.payer(), await w.payer()] as const
      const associations = [{ clientNumber: 'C-7' }]
      await w.byStaff('/api/associations/bulk', 'POST', { payers, associations, dryRun: false })
      return [
        { actor: 'staff', payer: payers[0], data: { after: RULE } },
        { actor: 'staff', payer: payers[1], data: { after: RULE } },
      ]
    },
  },
  associations_imported: {
    REST: async (w) => {
      const payer = await w.payer()
      await createAssociation(w.host.payload, payer, { clientNumber: 'C-7' })
      await w.mark()
      await w.byStaff('/api/associations/import', 'POST', { csv: `payer,clientNumber\n${payer},C-7`, dryRun: false })
      return { actor: 'staff', payer: null, data: { create: 0, skip: 1, total: 1 } }
    },
  },
  association_changed: {
    ...doorsOf(writes('associations', { ability: 'view', endsOn: '2026-12-31' }), async (w) => {
      const { id, payer } = await rule(w)
      const before = { ability: 'pay', endsOn: null }
      const data = { association: id, before, after: { ability: 'view', endsOn: '2026-12-31' } }
      return { id, payer, data: () => ({ ...data, fields: ['ability', 'endsOn'] }) }
    }),
    'to another payer': async (w) => {
      const { id, payer } = await rule(w)
      const other = await w.payer()
      await w.mark()
      await w.byStaff(`/api/associations/${id}`, 'PATCH', { payer: other })
      const data = { association: id, before: { payer }, after: { payer: other } }
      return [
        { actor: 'staff', payer, data },
        { actor: 'staff', payer: other, data },
      ]
    },
  },
  association_deleted: doorsOf(deletes('associations'), async (w) => {
    const { id, payer } = await rule(w)
    return { id, payer, data: () => ({ association: id, before: { payer, ...RULE } }) }
  }),
}

const invoice = (hold: string | null) => async (w: AuditWorld) => {
  const { id, number } = await createInvoice(w.host.payload, { hold })
  return { id, number }
}

const invoices: AuditDoors = {
  hold_placed: doorsOf(writes('invoices', { hold: 'Disputed' }), async (w) => {
    const { id, number } = await invoice(null)(w)
    const data = { invoice: id, number, before: { hold: null }, after: { hold: 'Disputed' } }
    return { id, payer: null, data: () => data }
  }),
  hold_lifted: doorsOf(writes('invoices', { hold: '' }), async (w) => {
    const { id, number } = await invoice('Disputed')(w)
    return {
      id,
      payer: null,
      data: () => ({ invoice: id, number, before: { hold: 'Disputed' }, after: { hold: null } }),
    }
  }),
  invoice_changed: {
    'Local API': async (w) => {
      const { id } = await invoice(null)(w)
      await w.host.payload.update({ collection: 'invoices', id, data: { memo: 'By hand' }, ...system })
      return { actor: 'system', payer: null, data: { invoice: id, fields: ['memo'] } }
    },
  },
}

const settings: AuditDoors = {
  settings_changed: {
    REST: async (w) => {
      await w.byStaff('/api/globals/portal-settings', 'POST', { firmName: `Firm ${randomUUID()}` })
      return { actor: 'staff', payer: null, data: { fields: ['firmName'] } }
    },
    'Local API': async (w) => {
      const data = { contactEmail: email() }
      await w.host.payload.updateGlobal({ slug: 'portal-settings', data, ...system })
      return { actor: 'system', payer: null, data: { fields: ['contactEmail'] } }
    },
  },
}

const member = async (w: AuditWorld) => {
  const data = { email: email(), password: 'Staff-portal-2026!', roles: ['readonly'] }
  const { id } = await w.host.payload.create({ collection: 'users', data: data as never, ...system })
  return { id: Number(id), email: data.email }
}

type StaffAttempt = { email?: string; password?: string; fails?: boolean }

/** A login of the world's member of staff, or another one. */
const logInStaff = (w: AuditWorld, { fails = false, ...body }: StaffAttempt = {}) =>
  w.call('/api/users/login', {
    method: 'POST',
    body: { email: w.staff.email, password: 'Staff-portal-2026!', ...body },
    fails,
  })

const users: AuditDoors = {
  staff_login: {
    REST: async (w) => {
      await logInStaff(w)
      return { actor: 'staff', payer: null, data: { staff: w.staff.id } }
    },
    'a link to reset the password': async (w) => {
      const { id, email: address } = await member(w)
      const data = { email: address }
      const token = await w.host.payload.forgotPassword({ collection: 'users', data, disableEmail: true })
      await w.mark()
      const body = { token, password: 'Another-portal-2026!' }
      await w.call('/api/users/reset-password', { method: 'POST', body })
      return { actor: { by: 'users', byId: String(id), byName: address }, payer: null, data: { staff: id } }
    },
  },
  staff_logout: {
    REST: async (w) => {
      const { body } = await logInStaff(w)
      await w.mark()
      await w.call('/api/users/logout', { method: 'POST', headers: { authorization: `JWT ${body.token}` } })
      return { actor: 'staff', payer: null, data: { staff: w.staff.id } }
    },
  },
  staff_login_failed: {
    'a wrong password': async (w) => {
      await logInStaff(w, { email: ` ${w.staff.email.toUpperCase()} `, password: 'Wrong-portal-2026!', fails: true })
      return { actor: 'nobody', payer: null, data: { staff: w.staff.id } }
    },
    'an unknown address': async (w) => {
      await logInStaff(w, { email: email(), fails: true })
      return { actor: 'nobody', payer: null, data: { staff: null } }
    },
    'no address at all': async (w) => {
      await logInStaff(w, { email: { like: '%' } as never, fails: true })
      return { actor: 'nobody', payer: null, data: { staff: null } }
    },
  },
  staff_login_locked: {
    'too many wrong passwords, once': async (w) => {
      const { id, email: address } = await member(w)
      for (let at = 0; at < 5; at += 1)
        await logInStaff(w, { email: address, password: 'Wrong-portal-2026!', fails: true })
      await w.mark()
      for (let at = 0; at < 3; at += 1)
        await logInStaff(w, { email: address, password: 'Wrong-portal-2026!', fails: true })
      return { actor: 'nobody', payer: null, data: { staff: id } }
    },
  },
  staff_created: {
    REST: async (w) => {
      const data = { email: email(), password: 'Staff-portal-2026!', roles: ['readonly'] }
      const { body } = await w.byStaff('/api/users', 'POST', data)
      const after = { email: data.email, roles: ['readonly'] }
      return { actor: 'staff', payer: null, data: { staff: body.doc.id, after, fields: ['email', 'roles'] } }
    },
    'Local API': async (w) => {
      const { id, email: address } = await member(w)
      return { actor: 'system', payer: null, data: { staff: id, after: { email: address } } }
    },
  },
  staff_changed: {
    'REST, the roles': async (w) => {
      const { id } = await member(w)
      await w.mark()
      await w.byStaff(`/api/users/${id}`, 'PATCH', { roles: ['manager'] })
      const data = { staff: id, before: { roles: ['readonly'] }, after: { roles: ['manager'] }, fields: ['roles'] }
      return { actor: 'staff', payer: null, data }
    },
    'Local API in bulk, the password': async (w) => {
      const { id } = await member(w)
      await w.mark()
      const data = { password: 'Another-portal-2026!' } as never
      await w.host.payload.update({ collection: 'users', where: { id: { equals: id } }, data, ...system })
      return { actor: 'system', payer: null, data: { staff: id, fields: ['password'] } }
    },
  },
  staff_deleted: {
    REST: async (w) => {
      const { id, email: address } = await member(w)
      await w.mark()
      await w.byStaff(`/api/users/${id}`, 'DELETE')
      return { actor: 'staff', payer: null, data: { staff: id, before: { email: address, roles: ['readonly'] } } }
    },
    'REST in bulk': async (w) => {
      const { id } = await member(w)
      await w.mark()
      await w.byStaff(`/api/users?${only(id)}`, 'DELETE')
      return { actor: 'staff', payer: null, data: { staff: id } }
    },
  },
}

/** What is done to records: payers, associations, invoices, settings, staff. */
export const recordDoors: AuditDoors = { ...payers, ...associations, ...invoices, ...settings, ...users }
