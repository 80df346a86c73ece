import { poolOf } from '../../src/base/database.ts'
import { isWideScope, runWide } from '../../src/invoices/wideScope.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

let host: Host

beforeAll(async () => {
  host = await bootHost()
})
afterAll(() => host.close())

const query = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)

const RULES = `insert into associations (payer_id, client_number, effect, ability, detail) select $1, 'nobody ' || n, 'include', 'pay', 'full' from generate_series(1, $2::int) n`

describe('which payers are read out of all invoices', () => {
  it('S-16 those with very many rules are, and nobody with few, nor without any', async () => {
    const [none, few, many] = [
      await createPayer(host.payload),
      await createPayer(host.payload),
      await createPayer(host.payload),
    ]
    await createInvoice(host.payload, { clientNumber: 'C-1' })
    await createAssociation(host.payload, few, { clientNumber: 'C-1' })
    await query(RULES, [many, 5001])
    const asked = await Promise.all([none, few, many].map((payer) => isWideScope({ payload: host.payload, payer })))
    expect(asked).toEqual([false, false, true])
  })

  it('S-16 so are those who see very many invoices by one rule, and a draft that would', async () => {
    await query(
      `insert into invoices (source, external_id, number, status, client_number, currency, total, balance)
       select 'firm', 'wide-' || n, 'W-' || n, 'open', 'C-WIDE', 'usd', 100, 100 from generate_series(1, 10001) n`,
    )
    const payer = await createPayer(host.payload)
    const given = { drafts: JSON.stringify([{ client_number: 'C-WIDE', effect: 'include' }]), without: [] }
    expect(await isWideScope({ payload: host.payload, payer, given })).toBe(true)
    expect(await isWideScope({ payload: host.payload, payer, given: { ...given, drafts: '[]' } })).toBe(false)
    await createAssociation(host.payload, payer, { clientNumber: 'C-WIDE' })
    expect(await isWideScope({ payload: host.payload, payer })).toBe(true)
  })
})

describe('a statement that goes through all invoices', () => {
  it('S-16 runs two at a time, each for thirty seconds at the most, and leaves its connection as it was', async () => {
    const probe = {
      text: `select /* wide-turn-probe */ current_setting('statement_timeout') as timeout,
        (select count(*)::int from pg_stat_activity where query like '%wide-turn-probe%' and state = 'active') as running, pg_sleep(0.2)`,
    }
    type Row = { timeout: string; running: number }
    const rows = (await Promise.all(Array.from({ length: 6 }, () => runWide<Row>(host.payload, probe)))).flat()
    expect(rows.map(({ timeout }) => timeout)).toEqual(Array(6).fill('30s'))
    expect(Math.max(...rows.map(({ running }) => running))).toBeLessThanOrEqual(2)
    const after = await Promise.all(
      Array.from({ length: 6 }, () => query(`select current_setting('statement_timeout') as timeout`)),
    )
    expect(after.map(({ rows: [row] }) => row.timeout)).toEqual(Array(6).fill('0'))
  })

  it('answers 503 `overloaded` when it was stopped because it took too long, and any other failure as it is', async () => {
    const failing = (code: string) => ({ text: `do $$ begin raise exception using errcode = '${code}'; end $$` })
    await expect(runWide(host.payload, failing('57014'))).rejects.toMatchObject({
      status: 503,
      data: { code: 'overloaded' },
    })
    await expect(runWide(host.payload, failing('22012'))).rejects.toMatchObject({ code: '22012' })
  })
})
