import type { PayloadRequest } from 'payload'
import { poolOf } from '../../base/database.ts'
import { SLUGS } from '../../base/slugs.ts'
import { areAsBuilt } from '../../options/areAsBuilt.ts'
import { readablePayers } from '../readableDocs.ts'

type Found = { id: number } | { reason: string }
type Row = { id: number; email: string; archived: boolean }

const FIND = `select id, lower(email) as email, archived_at is not null as archived from payers
  where id = any($1::int[]) or lower(email) = any($2::text[]) order by id`

/** Only those whom the caller may read, where the host has changed who may. */
async function readable(req: PayloadRequest, rows: Row[]): Promise<Row[]> {
  if (areAsBuilt(req.payload, [SLUGS.payers])) return rows
  const allowed = await readablePayers(
    req,
    rows.map(({ id }) => id),
  )
  return rows.filter(({ id }) => allowed.has(id))
}

function choose(rows: readonly Row[], isEmail: boolean): Found {
  const live = rows.filter(({ archived }) => !archived)
  const [one, second] = live
  if (second) return { reason: 'Several payers have this email: write the number of the one.' }
  if (one) return { id: one.id }
  if (rows.length > 0) return { reason: 'This payer is archived.' }
  return { reason: isEmail ? 'No payer has this email.' : 'No payer has this number.' }
}

/** Looks payers up by number or lower-case email, all in one statement. Answers a function that finds each. */
export async function findPayers(
  req: PayloadRequest,
  wanted: readonly (number | string)[],
): Promise<(payer: number | string) => Found> {
  const ids = wanted.filter((payer) => typeof payer === 'number')
  const emails = wanted.filter((payer) => typeof payer === 'string')
  const values = [[...new Set(ids)], [...new Set(emails)]]
  const { rows } = await poolOf(req.payload).query<Row>({ name: 'associations-import-payers', text: FIND, values })
  const found = await readable(req, rows)
  const byId = new Map(found.map((row) => [row.id, row]))
  const byEmail = new Map<string, Row[]>()
  for (const row of found) byEmail.set(row.email, [...(byEmail.get(row.email) ?? []), row])
  return (payer) =>
    typeof payer === 'number'
      ? choose(
          [byId.get(payer)].filter((row) => row !== undefined),
          false,
        )
      : choose(byEmail.get(payer) ?? [], true)
}
