import pg from 'pg'

/** The firm's own tables: other names, a join, cents as numeric, a time of the last change. */
const SCHEMA = `
create table cli (id int primary key, no text not null, name text not null);
create table bill (id int primary key, no text not null, cli int not null references cli (id), mat text, mat_text text, dt date, due date, tot numeric(12, 2) not null, rcvd numeric(12, 2) not null default 0, narr text, changed timestamptz not null default now());
insert into cli select n, 'C' || lpad(n::text, 6, '0'), 'Client ' || n from generate_series(0, 4999) n;`

const FILL = `
insert into bill (id, no, cli, mat, mat_text, dt, due, tot, rcvd, narr, changed)
select n, 'INV-' || n, n % 5000, 'M' || n % 17, 'Matter ' || n % 17, date '2026-01-01' + n % 300, date '2026-02-01' + n % 300 * 7919 % 300, 1000 + n % 977, case when n % 4 = 0 then 1000 + n % 977 else 500 end, 'For professional services', '2026-01-01'
from generate_series(1, $1::int) n`

/** A billing database with `count` bills. */
export async function fillBilling(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(SCHEMA)
    await client.query(FILL, [count])
    await client.query('create index on bill (changed)')
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}
