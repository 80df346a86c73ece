import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { poolOf } from '../../../src/base/database.ts'
import { testBillingSource } from '../../../src/connect/contract/testBillingSource.ts'
import type { SqlPosting, SqlSourceOptions } from '../../../src/connect/sources/sql/SqlSourceOptions.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { createDatabase, dropDatabase, onServer } from '../../helpers/databases.ts'
import { bootHost } from '../../helpers/host/bootHost.ts'

const PAGE = fs.readFileSync(path.join(import.meta.dirname, '../../../docs/connect-quickstart.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text)

/** What a reader of the page would have typed, with an environment and the SELECT of its second step. */
const evaluate = <Value>(code: string, given: Record<string, unknown>): Value =>
  new Function(...Object.keys(given), `return (${code})`)(...Object.values(given)) as Value

describe('the page "Connect your billing database in fifteen minutes", as it stands', () => {
  it('makes a source that keeps the contract and fills the mirror', async () => {
    const [tables = '', reader = '', bills = '', poster = ''] = blocks('sql')
    const [source = '', posting = ''] = blocks('ts')
    const url = await createDatabase(null)
    const database = new URL(url).pathname.slice(1)
    const own = (text: string) => text.replaceAll('portal_', `${database}_`)
    const as = (user: string, password: string) => Object.assign(new URL(url), { username: user, password }).href
    const firm = new pg.Client({ connectionString: url })
    await firm.connect()
    for (const text of [tables, reader, poster]) await firm.query(own(text))
    await firm.query(`insert into client (code, name) select '00' || n, 'Müller & Söhne ' || n from generate_series(1, 9) n;
      insert into matter (client, code, title) select 1 + n % 9, 'M-' || n, 'Lease ' || n from generate_series(1, 30) n;
      insert into bill (no, client, matter, billed, due, currency, total, state)
        select 'B-' || n, m.client, m.id, date '2026-01-01' + n % 200, date '2026-02-01' + n % 200, 'USD', n + 0.37, case when n % 50 = 0 then 'V' when n % 40 = 0 then 'D' else 'F' end
        from generate_series(1, 6000) n join matter m on m.id = 1 + n % 30;
      insert into receipt (day, bank, amount) values ('2026-03-01', 'operating', 10);
      insert into receipt_part select 1, id, 10 from bill where no = 'B-100'`)
    const env = { BILLING_DATABASE_URL: as(`${database}_read`, 'choose-one') }
    const made = evaluate<SqlSourceOptions>(source, {
      sqlSource: (options: SqlSourceOptions) => options,
      BILLS: bills,
      process: { env },
    })
    const billing = sqlSource({
      ...made,
      postingConnection: as(`${database}_post`, 'choose-another'),
      posting: evaluate<{ posting: SqlPosting }>(`{ ${posting} }`, {}).posting,
    })

    const findings = await testBillingSource(billing, {
      invoices: async () =>
        (
          await firm.query(`select id::text as "externalId", no as "number", state = 'V' as "isVoid",
            (total - (select coalesce(sum(amount), 0) from receipt_part p where p.bill = bill.id))::text as balance from bill where state <> 'D'`)
        ).rows,
      posts: true,
      secrets: ['choose-one', 'choose-another'],
    })
    expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([])

    const host = await bootHost({ portal: { sources: [billing] } })
    expect(await syncSource({ payload: host.payload, source: 'firm' })).toMatchObject({
      status: 'succeeded',
      counts: { rejected: 0 },
    })
    const mirrored = await poolOf(host.payload).query(
      `select sum(balance)::text as open from invoices where status = 'open'`,
    )
    const there = await firm.query(
      `select (100 * (select sum(total) from bill where state = 'F') - 100 * coalesce((select sum(p.amount) from receipt_part p join bill b on b.id = p.bill where b.state = 'F'), 0))::bigint::text as open`,
    )
    expect(mirrored.rows).toEqual(there.rows)
    await host.close()
    await billing.close()
    await firm.end()
    await dropDatabase(url)
    for (const role of ['read', 'post']) await onServer(`drop role ${database}_${role}`)
  })
})
