import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { bootPaymentHost, type PaymentHost } from '../helpers/paymentHost.ts'

let host: PaymentHost
let staff: StaffHeaders
beforeAll(async () => {
  host = await bootPaymentHost()
  staff = await loginStaff(host)
})
afterAll(() => host.close())

const act = (id: number, route: string, body: unknown = {}) =>
  host.call(`/api/payers/${id}/${route}`, { method: 'POST', body, headers: staff })
const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows

/** `table.column` of every place in the database where this text stands. */
async function placesOf(text: string): Promise<string[]> {
  const columns = await query(
    `select c.table_schema || '.' || c.table_name as t, c.column_name as name from information_schema.columns c join information_schema.tables b
      on b.table_schema = c.table_schema and b.table_name = c.table_name and b.table_type = 'BASE TABLE'
      where c.table_schema in ('public', 'graphile_worker') and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY')`,
  )
  const found: string[] = []
  for (const { t, name } of columns) {
    const hits = await query(`select 1 from ${t} where position(lower($1) in lower("${name}"::text)) > 0 limit 1`, [
      text,
    ])
    if (hits.length > 0) found.push(`${t}.${name}`)
  }
  return found
}

describe('an erasure', () => {
  it('leaves no personal datum of the payer anywhere, keeps the ledger, and ends the customer at the gateway', async () => {
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    await host.call(`/api/payers/${payer.id}`, {
      method: 'PATCH',
      headers: staff,
      body: {
        firstName: 'SEEDfirst',
        lastName: 'SEEDlast',
        businessName: 'SEEDbusiness',
        phone: 'SEEDphone',
        address: 'SEEDaddress',
        receiptEmails: ['seedreceipt@example.test'],
      },
    })
    await query(`update payer_portal_people set name = 'SEEDperson' where payer_id = $1`, [payer.id])
    await query(
      `insert into payer_portal_people (payer_id, email, name, role, invite_response, bounce_reason) values ($1, 'seedother@example.test', 'SEEDother', 'view', 'SEEDresponse', 'SEEDbounce')`,
      [payer.id],
    )
    await query(
      `insert into payer_portal_email_changes (payer_id, old_email, new_email) values ($1, 'seedold@example.test', 'seednew@example.test')`,
      [payer.id],
    )
    await query(
      `insert into payer_portal_mails (message_id, kind, payer_id, recipient, data, status, error, response) values ('m1', 'receipt', $1, 'seedmail@example.test', '{"a":"SEEDdata"}', 'sent', 'SEEDerror', 'SEEDsmtp'),
       ('m2', 'receipt', $1, 'seedwait@example.test', '{}', 'failed', 'SEEDfailed', null)`,
      [payer.id],
    )
    await query(`update payer_portal_sessions set user_agent = 'SEEDagent', ip = 'SEEDip' where payer_id = $1`, [
      payer.id,
    ])
    await createAssociation(host.payload, payer.id, { clientName: 'SEEDclient' })
    const method = await host.as(payer, '/api/portal/payment-methods', {
      method: 'POST',
      body: { confirmationToken: await host.token(), consent: true },
    })
    expect(method.status).toBe(201)
    await query(`update payer_portal_payment_methods set brand = 'SEEDbrand' where payer_id = $1`, [payer.id])
    await host.pay(payer, { allocations: [{ invoice, amount: 700 }], confirmationToken: await host.token() })
    await host.deliver()
    const [customer] = await query('select customer_id from payer_portal_customers where payer_id = $1', [payer.id])
    await query(
      `insert into payer_portal_gateway_events (id, type, about, body, processed_at) values ('evt_planted', 'x', '{"kind":"none","id":"x"}', jsonb_build_object('customer', $1::text, 'name', 'SEEDevent'), now())`,
      [customer.customer_id],
    )
    await host.call('/api/payers/forgot-password', {
      method: 'POST',
      body: { email: payer.email },
      headers: { 'user-agent': 'SEEDdevice' },
    })
    await host.call('/api/payers/logout', {
      method: 'POST',
      headers: { ...payer.headers, 'user-agent': 'SEEDdevice' },
    })
    await query(
      `insert into audit_log (actor_collection, actor_id, action, payer_id, ip, user_agent, data, created_at, updated_at) values ('payers', $1::text, 'login', $1::int, 'SEEDaudit', 'SEEDdevice', '{}', now(), now())`,
      [payer.id],
    )
    const ledger = await query('select * from transactions_allocations where invoice_id = $1', [invoice])
    expect((await placesOf('seed')).length).toBeGreaterThan(20)
    expect((await act(payer.id, 'erase', { confirm: 'x' })).status).toBe(409)
    expect((await act(payer.id, 'archive')).status).toBe(200)
    for (const confirm of ['', 'someone', 7, null, undefined])
      expect((await act(payer.id, 'erase', { confirm })).status).toBe(400)
    const done = await act(payer.id, 'erase', { confirm: 'SEEDfirst SEEDlast | SEEDbusiness' })
    expect([done.status, done.body.erased]).toEqual([200, [payer.id]])
    for (const text of ['seed', payer.email]) expect([text, await placesOf(text)]).toEqual([text, []])
    expect(await query('select * from transactions_allocations where invoice_id = $1', [invoice])).toEqual(ledger)
    expect((await query('select amount::int from transactions where payer_id = $1', [payer.id]))[0]).toEqual({
      amount: 700,
    })
    await host.jobs()
    await host.deliver()
    expect(await host.standIn.stripe.customers.retrieve(customer.customer_id)).toMatchObject({ deleted: true })
    expect(await query('select 1 from payer_portal_customers where payer_id = $1', [payer.id])).toEqual([])
    const requests = await host.standIn.list('requests')
    expect(
      requests.filter(({ method: verb, path }) => verb === 'DELETE' && String(path).includes('/customers/')),
    ).toHaveLength(1)
    for (const text of ['seed', payer.email]) expect([text, await placesOf(text)]).toEqual([text, []])
    const edit = await host.call(`/api/payers/${payer.id}`, {
      method: 'PATCH',
      body: { firstName: 'Back' },
      headers: staff,
    })
    expect(edit.status).toBe(409)
    expect((await act(payer.id, 'unarchive')).status).toBe(409)
    expect((await act(payer.id, 'erase', { confirm: `Erased payer ${payer.id}` })).status).toBe(409)
    await expect(query('update audit_log set ip = null')).rejects.toThrow('only ever added')
  })

  it('leaves the waiting jobs of somebody whose address only ends alike', async () => {
    const [ann, joann] = ['ann@erased.test', 'joann@erased.test']
    const { body } = await host.call('/api/payers', { method: 'POST', headers: staff, body: { email: ann } })
    for (const email of [ann, joann])
      await host.call('/api/payers/forgot-password', { method: 'POST', body: { email } })
    await act(body.doc.id, 'archive')
    expect((await act(body.doc.id, 'erase', { confirm: ann })).status).toBe(200)
    expect(
      await query(
        `select payload->>'email' as email from graphile_worker._private_jobs where payload->>'email' like '%@erased.test'`,
      ),
    ).toEqual([{ email: joann }])
  })

  it('takes the records that were merged into it along', async () => {
    const from = await host.payer()
    const into = await host.payer()
    await query('update payers set phone = $2 where id = $1', [from.id, 'SEEDmerged'])
    await act(from.id, 'merge', { into: into.id })
    await act(into.id, 'archive')
    const [{ name }] = await query('select name from payers where id = $1', [into.id])
    expect((await act(into.id, 'erase', { confirm: name })).body).toMatchObject({ erased: [into.id, from.id] })
    for (const text of ['SEEDmerged', from.email, into.email]) expect([text, await placesOf(text)]).toEqual([text, []])
  })
})
