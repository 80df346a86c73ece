import type { Payload, Where } from 'payload'
import { poolOf } from '../../src/base/database.ts'
import { dateIn } from '../../src/base/dates.ts'
import { isWideScope } from '../../src/invoices/wideScope.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import { assertScopeWhere } from './assertScopeWhere.ts'
import { scopeCondition } from './scopeCondition.ts'
import { visibleAmongSql } from './visibleAmong.ts'
import { visibleInvoicesSql } from './visibleInvoices.ts'
import { isWideSql } from './wideInvoices.ts'

type Args = { payload: Payload; payer: number; invoice?: number | string | undefined }

/** More ids than this in one list would be slow: then Postgres is asked for the scope in their place. */
const MAX_IDS = 20_000
const MAX_ID = 2_147_483_647

const SCOPE = { payer: '(select $1::int)', today: '$2' }
// The ids are looked for only when they are few enough.
const ALL = `with width as materialized (${isWideSql({ ...SCOPE, most: MAX_IDS })})
  select w.wide, s.invoice_id from width w left join (${visibleInvoicesSql({ ...SCOPE, filter: 'not (select wide from width)' })}) s on true`
const ONE_VISIBLE = visibleAmongSql({ payer: '(select $1::int)', today: '$2', among: 'where i.id = $3::int' })
const ONE = `select s.invoice_id from (${ONE_VISIBLE}) s`
const TEXTS = `select 1 from (${ONE_VISIBLE}) s where s.full_detail`

const asId = (value: number | string): number | null => {
  const id = /^[1-9]\d{0,9}$/.test(String(value)) ? Number(value) : Number.NaN
  return id <= MAX_ID ? id : null
}

const todayOf = (payload: Payload): string => dateIn(portalOptions(payload).timeZone, new Date())

type Found = { wide: boolean; invoice_id: number | null }

async function listWhere({ payload, payer }: Args): Promise<false | Where> {
  const today = todayOf(payload)
  const { rows } = await poolOf(payload).query<Found>({ name: 'scope-all', text: ALL, values: [payer, today] })
  const ids = rows.flatMap(({ invoice_id }) => invoice_id ?? [])
  if (rows[0]?.wide !== true) return assertScopeWhere({ id: { in: ids } })
  const width = (await isWideScope({ payload, payer })) ? 'wide' : 'many'
  return assertScopeWhere({ id: { in: [scopeCondition({ payer, today, width })] } })
}

/**
 * The invoices a payer may see, as a Where for Payload's access functions; `false` when there are none.
 * With `invoice` only that one is looked at. Above 20,000 invoices, or with very many associations, it is a condition that Payload's own
 * statement asks of each invoice.
 */
export async function scopeWhere({ payload, payer, invoice }: Args): Promise<false | Where> {
  if (invoice === undefined) return listWhere({ payload, payer })
  const id = asId(invoice)
  if (id === null) return false
  const values = [payer, todayOf(payload), id]
  const { rows } = await poolOf(payload).query<{ invoice_id: number }>({ name: 'scope-one', text: ONE, values })
  return assertScopeWhere({ id: { in: rows.map((row) => row.invoice_id) } })
}

/** May this payer read the texts of this invoice, or its amounts only? */
export async function mayReadTexts({ payload, payer, invoice }: Args & { invoice: number | string }): Promise<boolean> {
  const id = asId(invoice)
  if (id === null) return false
  const { rowCount } = await poolOf(payload).query({
    name: 'scope-texts',
    text: TEXTS,
    values: [payer, todayOf(payload), id],
  })
  return rowCount === 1
}
