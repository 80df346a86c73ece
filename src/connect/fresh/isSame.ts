import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import type { SourceLookup } from '../BillingSource.ts'
import { type MirroredInvoice, rowToInvoice } from '../rowToInvoice.ts'
import { OWNED_COLUMNS } from '../sync/encodeStagingRow.ts'

const owned = (alias: string) => OWNED_COLUMNS.map((column) => `${alias}.${column}`).join(', ')

/** How many of the read invoices the mirror holds exactly so. */
const COUNT_SAME = {
  name: 'fresh-same',
  text: `select count(*)::int as same from jsonb_populate_recordset(null::invoices, $2::jsonb) s
    join invoices i on i.source = $1 and i.external_id = s.external_id and i.removed_at is null
    where (${owned('i')}) is not distinct from (${owned('s')})
      and coalesce((select jsonb_agg(jsonb_build_object('matterNumber', m.matter_number, 'matterDescription', m.matter_description) order by m._order)
        from invoices_matters m where m._parent_id = i.id), '[]') = ($3::jsonb -> s.external_id)`,
}

const toColumns = (invoice: MirroredInvoice) =>
  Object.fromEntries(
    ['external_id', ...OWNED_COLUMNS].map((column) => {
      const field = column.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
      return [column, invoice[field as keyof MirroredInvoice]]
    }),
  )

type Args = { payload: Payload; source: string; wanted: number; lookup: SourceLookup }

/** Does the mirror say of all these invoices what this read says? False as well when one is bad or gone. */
export async function isSame({ payload, source, wanted, lookup }: Args): Promise<boolean> {
  const invoices = lookup.rows.flatMap((row) => {
    const result = rowToInvoice(row)
    return 'invoice' in result ? [result.invoice] : []
  })
  if (lookup.rows.length !== wanted || invoices.length !== wanted) return false
  const matters = Object.fromEntries(invoices.map(({ externalId, matters: list }) => [externalId, list]))
  const { rows } = await poolOf(payload).query<{ same: number }>({
    ...COUNT_SAME,
    values: [source, JSON.stringify(invoices.map(toColumns)), JSON.stringify(matters)],
  })
  return rows[0]?.same === wanted
}
