import pg from 'pg'
import { withoutIndexes } from '../demo/infra/withoutIndexes.ts'

/** Every client has this many invoices, whatever the size of the table. */
export const PER_CLIENT = 200
export const CLIENT = 'C000007'

const INDEXES = [
  `create unique index if not exists invoices_identity on invoices (source, external_id)`,
  `create index if not exists invoices_open_client on invoices (client_number, due_on, issued_on, id) where status = 'open'`,
  `create index if not exists invoices_client on invoices (client_number, matter_number)`,
  `create index if not exists invoices_matter on invoices (matter_number)`,
  `create index if not exists invoices_number on invoices (number)`,
]

/** Fills `invoices` with `count` rows, the same ones in every database, and gives it the same indexes. */
export async function fillInvoices(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`truncate invoices cascade`)
    const { rows } = await client.query<{ type: string }>(
      `select data_type as type from information_schema.columns where table_name = 'invoices' and column_name = 'status'`,
    )
    const status = rows[0]?.type === 'USER-DEFINED' ? '::enum_invoices_status' : ''
    const insert = `insert into invoices (source, external_id, number, client_number, client_name, matter_number, matter_description, issued_on, due_on, currency, total, balance, pending, account, status, memo)
       select 'firm', n::text, 'INV-' || n, 'C' || lpad((n % ($1::int / $2::int))::text, 6, '0'), 'Client ' || (n % ($1::int / $2::int)), 'M' || (n % 17), 'Matter ' || (n % 17),
              to_char(date '2026-01-01' + (n % 300)::int, 'YYYY-MM-DD'), to_char(date '2026-02-01' + ((n % 300 * 7919) % 300)::int, 'YYYY-MM-DD'),
              'usd', 100000 + n % 977, case when n % 4 = 0 then 0 else 50000 + n % 977 end, 0, 'operating-ny',
              (case when n % 4 = 0 then 'paid' else 'open' end)${status}, 'For professional services'
       from generate_series(1, $1::int) n`
    await client.query(`set maintenance_work_mem = '512MB'`)
    await withoutIndexes(client, 'invoices', () => client.query(insert, [count, PER_CLIENT]))
    for (const statement of INDEXES) await client.query(statement)
    await client.query('vacuum analyze invoices')
  } finally {
    await client.end()
  }
}
