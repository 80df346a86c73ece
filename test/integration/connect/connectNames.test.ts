import { poolOf, withTransaction } from '../../../src/base/database.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { enqueueMail } from '../../../src/mail/enqueueMail.ts'
import { loginPayer } from '../../factories/loginPayer.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'
import { bootMailHost, type MailHost } from '../../helpers/mailHost.ts'

/** What a billing system may hold as a client's or an invoice's name. */
const HOSTILE = [
  'x\r\nBcc: v@v.test',
  'x\nSubject: other\n\nbody',
  'a@a.test, b@b.test; c <d@d.test>',
  '"Display" <e@e.test>',
  `${'a'.repeat(500)}@x.test`,
  '\u2028Bcc: v@v.test\u0085X-Injected: yes',
]

describe('names that come out of a billing system', () => {
  let mail: MailHost
  let ledger: LedgerDatabase
  let close: () => Promise<void>

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    const source = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url })
    close = () => source.close()
    mail = await bootMailHost({ portal: { sources: [source] } })
  })
  afterAll(async () => {
    await close()
    await mail.close()
    await ledger.close()
  })

  it('I-03 reach no header of a mail: not its recipients, not its subject, whatever they hold', async () => {
    const { payload } = mail.host
    const pool = poolOf(payload)
    for (const [at, name] of HOSTILE.entries())
      await ledger.query(`insert into bills (id, no, client, client_name, memo) values ($1, $2, $3, $4, $4)`, [
        `b${at}`,
        name.slice(0, 300),
        `C-${at}`,
        name,
      ])
    expect(await syncSource({ payload, source: 'ledger' })).toMatchObject({
      status: 'succeeded',
      counts: { rejected: 0 },
    })
    const { rows: invoices } = await pool.query<{ id: number; number: string; name: string; client: string }>(
      'select id, number, client_name as name, client_number as client from invoices order by client_number',
    )
    expect(invoices).toHaveLength(HOSTILE.length)
    for (const [at, invoice] of invoices.entries()) {
      const email = `client-${at}@example.test`
      const payer = await loginPayer(mail.host, { email })
      // As a raw import from the billing system would write it, past every check of a form.
      await pool.query('update payers set name = $2, business_name = $2 where id = $1', [payer.id, invoice.name])
      const { rows } = await pool.query<{ id: number }>(
        `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account, settled_at)
          values ($1, 'payment', 'succeeded', $2, 'portal', 500, 'usd', 'operating-ny', now()) returning id`,
        [`P-${at}`, payer.id],
      )
      await pool.query(
        `insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending) values (1, $1, $2, $3, $4, 500, 0)`,
        [rows[0]?.id, `a-${at}`, invoice.id, invoice.number],
      )
      await withTransaction(payload, (tx) =>
        enqueueMail(tx, { kind: 'receipt', payer: payer.id, recipient: email, data: { transaction: rows[0]?.id } }),
      )
      const [received, ...others] = await mail.mailsTo(email)
      expect([at, others.length, received?.subject]).toEqual([at, 0, `Receipt P-${at} from Marsh & Pell LLP`])
      expect(received?.to.map(({ address }) => address)).toEqual([email])
      const headers = JSON.stringify(received?.headers ?? {}).toLowerCase()
      for (const word of ['"bcc"', 'x-injected', '@v.test', '@a.test', '@e.test', '@x.test'])
        expect([at, headers.includes(word)]).toEqual([at, false])
    }
    for (const stranger of ['v@v.test', 'a@a.test', 'b@b.test', 'd@d.test', 'e@e.test'])
      expect([stranger, await mail.inbox.mailsTo(stranger)]).toEqual([stranger, []])
  })

  it('I-03 an address is one plain address, or its payer is not kept', async () => {
    for (const email of [
      'x@y.test\r\nBcc: v@v.test',
      'a@a.test, b@b.test',
      'Ada <a@a.test>',
      `${'a'.repeat(10_000)}@x.test`,
      '"a b"@x.test, c@c.test',
    ])
      await expect(
        mail.host.payload.create({
          collection: 'payers',
          data: { email, businessName: 'X' } as never,
          overrideAccess: true,
        }),
      ).rejects.toMatchObject({ status: 400 })
  })
})
