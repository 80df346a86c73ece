import pg from 'pg'
import { CLIENT, PER_CLIENT } from './rows.ts'

const COLUMNS = 'payer_id, client_number, matter_number, invoice_number, effect, ability, detail'
const RULE = `'include', 'pay', 'full'`

/**
 * `count` different rules that together show every invoice of `$2` clients, or the first of them: all clients, then all their
 * matters, then single invoices, and beyond that what is not there.
 */
const spread = (count: number) => `insert into associations (${COLUMNS})
  select $1, case when k <= ${PER_CLIENT} * c then 'C' || lpad((case when k > 0 then k else n end % c)::text, 6, '0') else 'X' || n end,
    case when k <= 0 and n >= c then 'M' || (n / c - 1) end, case when k between 1 and ${PER_CLIENT} * c then 'INV-' || k end, ${RULE}
  from generate_series(0, ${count - 1}) n, lateral (select $2::int as c, n - 18 * $2::int + 1 as k) of`
const absent = (count: number) => `insert into associations (${COLUMNS})
  select $1, 'X' || n, null, null, ${RULE} from generate_series(1, ${count}) n where $2::int > 0`

/** The payers of the benchmark, each by the associations it has. */
export const SCOPES = {
  one: {
    label: '1 association',
    rules: `insert into associations (${COLUMNS}) select $1, '${CLIENT}', null, null, ${RULE} where $2::int > 0`,
  },
  thousand: { label: '1,000 associations', rules: spread(1000) },
  tenThousand: { label: '10,000 associations', rules: spread(10_000) },
  hundredThousand: { label: '100,000 associations', rules: spread(100_000) },
  scattered: {
    label: '10,000, one invoice each, anywhere',
    rules: `insert into associations (${COLUMNS}) select $1, client_number, null, number, ${RULE} from invoices where status = 'open' and $2::int > 0 order by md5(number) limit 10000`,
  },
  last: {
    label: '10,000, one invoice each, due last',
    rules: `insert into associations (${COLUMNS}) select $1, client_number, null, number, ${RULE} from invoices where status = 'open' and $2::int > 0 order by due_on desc limit 10000`,
  },
  absent: { label: '10,000 that match nothing', rules: absent(10_000) },
  manyAbsent: { label: '100,000 that match nothing', rules: absent(100_000) },
} as const
export type ScopeName = keyof typeof SCOPES

/** A firm has many payers, most with one association: the planner counts on what it sees. */
const OTHERS = `with p as (insert into payers (email, name, last_name) select 'other-' || n || '@bench.test', 'Other', 'Other' from generate_series(1, 2000) n returning id)
  insert into associations (payer_id, client_number, effect, ability, detail) select id, 'C' || lpad(id::text, 6, '0'), ${RULE} from p`

/** Gives each payer its associations, in a table of `count` invoices. */
export async function addRules(
  url: string,
  { count, ids }: { count: number; ids: Record<ScopeName, number> },
): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const [name, { rules }] of Object.entries(SCOPES))
      await client.query(rules, [ids[name as ScopeName], Math.max(1, Math.floor(count / PER_CLIENT))])
    await client.query(OTHERS)
    await client.query('vacuum analyze associations')
    await client.query('analyze payers')
  } finally {
    await client.end()
  }
}
