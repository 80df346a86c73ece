import type { Payload, Where } from 'payload'
import { poolOf } from '../../src/base/database.ts'
import { dateIn } from '../../src/base/dates.ts'
import { PortalError } from '../../src/base/errors.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import { assertScopeWhere } from './assertScopeWhere.ts'
import { visibleAmongSql } from './visibleAmong.ts'
import { visibleInvoicesSql } from './visibleInvoices.ts'

type Args = { payload: Payload; payer: number; invoice?: number | string | undefined }

/** More ids than this in one condition would be slow: `/api/portal/invoices` has no such limit. */
const MAX_IDS = 20_000
const MAX_ID = 2_147_483_647

const ALL = `select s.invoice_id from (${visibleInvoicesSql({ payer: '$1', today: '$2' })}) s limit ${MAX_IDS + 1}`
const ONE_VISIBLE = visibleAmongSql({ payer: '(select $1::int)', today: '$2', among: 'where i.id = $3::int' })
const ONE = `select s.invoice_id from (${ONE_VISIBLE}) s`
const TEXTS = `select 1 from (${ONE_VISIBLE}) s where s.full_detail`

const asId = (value: number | string): number | null => {
  const id = /^[1-9]\d{0,9}$/.test(String(value)) ? Number(value) : Number.NaN
  return id <= MAX_ID ? id : null
}

const todayOf = (payload: Payload): string => dateIn(portalOptions(payload).timeZone, new Date())

/**
 * The invoices a payer may see, as a Where for Payload's access functions; `false` when there are none.
 * With `invoice` only that one is looked at. Throws `scope_too_wide` above 20,000 invoices.
 */
export async function scopeWhere({ payload, payer, invoice }: Args): Promise<false | Where> {
  const id = invoice === undefined ? undefined : asId(invoice)
  if (id === null) return false
  const values = [payer, todayOf(payload)]
  const statement =
    id === undefined
      ? { name: 'scope-all', text: ALL, values }
      : { name: 'scope-one', text: ONE, values: [...values, id] }
  const { rows } = await poolOf(payload).query<{ invoice_id: number }>(statement)
  if (rows.length > MAX_IDS) throw new PortalError('scope_too_wide')
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
