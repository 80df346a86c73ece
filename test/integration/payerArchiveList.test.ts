import { poolOf } from '../../src/base/database.ts'
import { hideArchived } from '../../src/payers/hideArchived.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

let host: Host
let staff: StaffHeaders
const ids: Record<string, number> = {}
beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
  for (const name of ['here', 'away', 'chosen']) {
    const data = { email: `${name}@list.test`, firstName: name, lastName: 'List', phone: '+1 212 555 0100' }
    ids[name] = Number(
      (await host.payload.create({ collection: 'payers', data: data as never, overrideAccess: true })).id,
    )
  }
  for (const name of ['away', 'chosen'])
    await host.call(`/api/payers/${ids[name]}/archive`, { method: 'POST', headers: staff })
})
afterAll(() => host.close())

const phones = async () => {
  const { rows } = await poolOf(host.payload).query('select first_name as name, phone from payers order by id')
  return Object.fromEntries(rows.map(({ name, phone }) => [name, phone]))
}
const change = (where: string, phone: string) =>
  host.call(`/api/payers?${where}`, { method: 'PATCH', body: { phone }, headers: staff })
const filterOf = (where: unknown) => hideArchived({ req: { query: { where } } } as never)

describe('archived payers in the list', () => {
  it('are left out, unless the filter of the list says something about them', () => {
    const hidden = { archivedAt: { exists: false } }
    expect(filterOf(undefined)).toEqual(hidden)
    expect(filterOf({ or: [{ and: [{ name: { equals: 'archivedAt' } }] }] })).toEqual(hidden)
    expect(filterOf({ or: [{ and: [{ name: { contains: 'a' } }, { archivedAt: { exists: 'true' } }] }] })).toBeNull()
    expect(filterOf({ archivedAt: { exists: false } })).toBeNull()
  })

  it('are left alone by a change of all that the list shows, and changed when the filter means them', async () => {
    // "Select all" of the panel sends the filter, and this when there is none.
    await change('where[id][not_equals]=', '1')
    expect(await phones()).toEqual({ here: '1', away: '+1 212 555 0100', chosen: '+1 212 555 0100' })
    await change('where[and][0][lastName][equals]=List', '2')
    expect(await phones()).toEqual({ here: '2', away: '+1 212 555 0100', chosen: '+1 212 555 0100' })
    await change(`where[id][in][0]=${ids.chosen}&where[id][in][1]=${ids.here}`, '3')
    expect(await phones()).toEqual({ here: '3', away: '+1 212 555 0100', chosen: '3' })
    await change('where[archivedAt][exists]=true', '4')
    expect(await phones()).toEqual({ here: '3', away: '4', chosen: '4' })
  })

  it('are not deleted with the others', async () => {
    const answer = await host.call('/api/payers?where[lastName][equals]=List', { method: 'DELETE', headers: staff })
    expect(answer.status).toBe(200)
    expect(Object.keys(await phones())).toEqual(['away', 'chosen'])
  })
})

describe('who looks like a payer that is about to be made', () => {
  const ask = (body: unknown, headers: Record<string, string> = staff) =>
    host.call('/api/payers/similar', { method: 'POST', body, headers })

  it('is told by email, name and phone, for staff alone', async () => {
    const make = async (data: Record<string, unknown>) =>
      Number((await host.payload.create({ collection: 'payers', data: data as never, overrideAccess: true })).id)
    const id = await make({ email: 'one@alike.test', firstName: 'Zoë', lastName: "O'Hara", phone: '+1 (212) 555-0199' })
    const found = async (body: unknown) => (await ask(body)).body.similar
    const one = { id, name: "Zoë O'Hara", email: 'one@alike.test' }
    expect(await found({ firstName: 'ZOË', lastName: 'O Hara' })).toEqual([{ ...one, reasons: ['name'] }])
    expect(await found({ email: 'ONE@alike.test', phone: '12125550199' })).toEqual([
      { ...one, reasons: ['email', 'phone'] },
    ])
    expect(await found({ firstName: 'Zoë', phone: '555' })).toEqual([])
    expect(await found({ email: 7, phone: ['x'], firstName: null })).toEqual([])
    await host.call(`/api/payers/${id}/archive`, { method: 'POST', headers: staff })
    expect(await found({ email: 'one@alike.test' })).toEqual([])
    expect((await ask({ email: 'one@alike.test' }, {})).status).toBe(401)
  })
})
