import type { MigrateUpArgs } from '@payloadcms/db-postgres'
import { migrations } from '../../demo/migrations/index.ts'
import { poolOf } from '../../src/base/database.ts'
import { installGuards } from '../../src/database/installGuards.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { loginPerson } from '../factories/loginPerson.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

let host: Host
beforeAll(async () => {
  host = await bootHost()
})
afterAll(() => host.close())

const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows

/** Columns, indexes and constraints, as the database tells them. */
const schema = async () => [
  ...(await query(
    `select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns where table_schema = 'public' order by 1, 2`,
  )),
  ...(await query(`select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1`)),
  ...(await query(
    `select conname, pg_get_constraintdef(oid) as definition from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`,
  )),
]

/** Every migration after the first, which made the tables of the first release. */
const later = migrations.slice(1)

async function run(direction: 'up' | 'down'): Promise<void> {
  const { payload } = host
  const args = { db: payload.db.drizzle, payload, req: { payload } } as unknown as MigrateUpArgs
  for (const migration of direction === 'up' ? later : [...later].reverse()) await migration[direction](args)
}

describe('the migrations', () => {
  it('O-11 go down to the first release, on which payers are kept, and up again, with every login', async () => {
    const { payload } = host
    const ada = await loginPayer(host)
    const further = await loginPerson(host, { payer: ada.id, role: 'view' })
    const invited = await payload.create({
      collection: 'payers',
      data: { email: 'invited@example.test', loginAccess: true },
      overrideAccess: true,
    })
    const gone = await payload.create({
      collection: 'payers',
      data: { email: 'gone@example.test' },
      overrideAccess: true,
    })
    await payload.delete({ collection: 'payers', id: gone.id, overrideAccess: true })
    const before = await schema()

    await run('down')
    expect(await query('select payer_id, login_id, role from payer_portal_memberships order by login_id')).toEqual([
      { payer_id: ada.id, login_id: ada.loginId, role: 'owner' },
    ])
    // The first release goes on with its payers: no guard of a later one stands in its way.
    const made = await query(`insert into payers (email, name) values ('old@example.test', 'Old') returning id`)
    await query(`update payers set login_access = true, phone = '1' where id = $1`, [made[0].id])
    expect(await query('select login_access, phone from payers where id = $1', [made[0].id])).toEqual([
      { login_access: true, phone: '1' },
    ])
    await query('delete from payers where id = $1', [made[0].id])

    await run('up')
    expect(await schema()).toEqual(before)
    await installGuards(payload)
    const people = await query('select payer_id, login_id, role from payer_portal_people order by payer_id, role')
    expect(people).toEqual(
      expect.arrayContaining([
        { payer_id: ada.id, login_id: ada.loginId, role: 'owner' },
        { payer_id: Number(invited.id), login_id: null, role: 'owner' },
      ]),
    )
    const body = { email: ada.email, password: PASSWORD }
    const login = await host.call('/api/payers/login', { method: 'POST', body })
    expect([login.status, login.body.user?.id]).toEqual([200, ada.id])
    // The first release knows no roles: who was to look only is nobody there, and here until invited again.
    const other = { email: further.email, password: PASSWORD }
    const { body: viewer } = await host.call('/api/payers/login', { method: 'POST', body: other })
    expect(viewer.user).toBeUndefined()
  })
})
