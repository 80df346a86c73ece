import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Call, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

let host: Host
let staff: StaffHeaders
let ada: LoggedInPayer
let rule: number
let invoice: number

const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows

beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
  ada = await loginPayer(host)
  rule = (await createAssociation(host.payload, ada.id)).id
  invoice = (await createInvoice(host.payload)).id
  await query(
    `create function no_entry() returns trigger language plpgsql as $$ begin raise exception 'no entry today'; end $$`,
  )
  await query('create trigger no_entry before insert on audit_log for each row execute function no_entry()')
})
afterAll(() => host.close())

const TABLES = [
  'payers',
  'payers_texts',
  'associations',
  'invoices',
  'portal_settings',
  'transactions',
  'payer_portal_logins',
  'payer_portal_people',
  'payer_portal_tokens',
  'payer_portal_mails',
  'payer_portal_factors',
  'payer_portal_views',
  'graphile_worker._private_jobs',
]
/** A session notes when it was seen, whatever becomes of the request. */
const SESSIONS = `select coalesce(string_agg(id || '/' || login_id || '/' || payer_id || '/' || epoch, ',' order by id), '') as rows from payer_portal_sessions`

async function everything(): Promise<Record<string, string>> {
  const stored: Record<string, string> = { sessions: (await query(SESSIONS))[0].rows }
  for (const table of TABLES) {
    const [row] = await query(
      `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${table} t`,
    )
    stored[table] = row.sum
  }
  return stored
}

type Door = [path: string, call: Call]

/** One door of each way in which a change and its entry are tied together. */
function doors(): Record<string, Door> {
  const json = (method: string, body: unknown, headers: Record<string, string> = staff): Call => ({
    method,
    body,
    headers,
  })
  const own = ada.headers
  return {
    'a payer is created': ['/api/payers', json('POST', { email: 'new@example.test' })],
    'a payer is edited': [`/api/payers/${ada.id}`, json('PATCH', { phone: '1', receiptEmails: ['a@b.test'] })],
    'a payer edits itself': [`/api/payers/${ada.id}`, json('PATCH', { phone: '2' }, own)],
    'a payer is archived': [`/api/payers/${ada.id}/archive`, json('POST', {})],
    'access is switched off': [`/api/payers/${ada.id}`, json('PATCH', { loginAccess: false })],
    'the login is deleted': [`/api/payers/${ada.id}/login`, json('DELETE', {})],
    'a reset is mailed': [`/api/payers/${ada.id}/reset-password`, json('POST', {})],
    'a rule is created': ['/api/associations', json('POST', { payer: ada.id, clientNumber: 'C-9' })],
    'a rule is changed': [`/api/associations/${rule}`, json('PATCH', { ability: 'view' })],
    'a rule is deleted': [`/api/associations/${rule}`, json('DELETE', {})],
    'a hold is placed': [`/api/invoices/${invoice}`, json('PATCH', { hold: 'Disputed' })],
    'settings are changed': ['/api/globals/portal-settings', json('POST', { firmName: 'Another' })],
    'a sync is started': ['/api/connect/sync', json('POST', {})],
    'a person is added': [`/api/payers/${ada.id}/people`, json('POST', { email: 'b@example.test', role: 'pay' })],
    'a view begins': [`/api/payers/${ada.id}/view`, json('POST', {})],
    'somebody logs in': ['/api/payers/login', json('POST', { email: ada.email, password: PASSWORD }, {})],
    'somebody logs out': ['/api/payers/logout', json('POST', {}, own)],
    'the password is changed': [
      '/api/payers/change-password',
      json('POST', { currentPassword: PASSWORD, password: 'Another-portal-2026!' }, own),
    ],
    'other sessions are ended': ['/api/payers/sessions', json('DELETE', {}, own)],
    'an email change is asked': [
      '/api/payers/change-email',
      json('POST', { email: 'c@example.test', currentPassword: PASSWORD }, own),
    ],
  }
}

describe('an action and its entry', () => {
  it('O-09 what cannot be written down does not happen', async () => {
    const before = await everything()
    const wrong: unknown[] = []
    for (const [name, [path, call]] of Object.entries(doors())) {
      const { status } = await host.call(path, call)
      const after = await everything()
      const changed = Object.keys(after).filter((table) => after[table] !== before[table])
      if (status < 500 || changed.length > 0) wrong.push({ name, status, changed })
    }
    expect(wrong).toEqual([])
    expect(await query(`select 1 from audit_log where action not in ('payer_created', 'staff_login')`)).toEqual([])
  })
})
