import type { Payload, PayloadRequest } from 'payload'
import { findOverlaps } from '../associations/findOverlaps.ts'
import { type NamedPayer, readablePayers } from '../associations/readableDocs.ts'
import { RULE_MATCHES_SQL } from '../associations/ruleMatches.ts'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import type { Totals } from '../base/totals.ts'
import type { DraftRule } from '../invoices/readSummary.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { aboutRule, type PreviewRule, ruleWords } from './aboutRule.ts'

export type Warning = { code: string; message: string }

/** Above this many open invoices staff are asked whether they mean it. */
const VERY_WIDE = 1000
const MAX_RULES = 500

const CONDITIONS = ['client_number', 'client_name', 'matter_number', 'matter_description', 'invoice_number'] as const
const COLUMNS = [...CONDITIONS, 'source', 'effect', 'ability', 'detail', 'ends_on'] as const

// Drafts come first, so that none is cut off; what is stored is looked at when nothing else is asked about.
const RULES = `select r.*, case when r.is_draft or jsonb_array_length($2::jsonb) = 0 then ${RULE_MATCHES_SQL} else true end as matches
  from (
    select * from (
      select false as is_draft, a.id, ${CONDITIONS.map((name) => `a.${name}::text`).join(', ')}, a.source::text, a.effect::text, a.ability::text, a.detail::text, a.ends_on::text
        from associations a where a.payer_id = $1::int and a.id <> all($4::int[])
      union all select true, 0, d.* from jsonb_to_recordset($2::jsonb) as d(${COLUMNS.map((name) => `${name} text`).join(', ')})
    ) one where coalesce(one.ends_on, '') = '' or one.ends_on >= $3::text order by one.is_draft desc, one.id limit ${MAX_RULES}
  ) r`

type Args = {
  payload: Payload
  payer: number
  drafts: readonly DraftRule[]
  /** Ids of stored rules that the drafts stand for. */
  without?: readonly number[]
  totals: readonly Totals[]
}

/** What staff should look at before they rely on these rules: on all that are stored, or on the drafts. */
export async function previewWarnings({ payload, payer, drafts, without = [], totals }: Args): Promise<Warning[]> {
  const today = dateIn(portalOptions(payload).timeZone, new Date())
  const { rows } = await poolOf(payload).query<PreviewRule>({
    name: 'preview-rules',
    text: RULES,
    values: [payer, JSON.stringify(drafts), today, without],
  })
  const open = totals.reduce((sum, { openCount }) => sum + openCount, 0)
  return [
    ...(open === 0 ? [{ code: 'sees_nothing', message: 'This payer sees no open invoice.' }] : []),
    ...(open > VERY_WIDE
      ? [{ code: 'very_wide', message: `This payer sees ${open.toLocaleString('en')} open invoices. Is that meant?` }]
      : []),
    ...drafts.filter((draft) => draft.ends_on && draft.ends_on < today).map(endedAlready),
    ...rows.flatMap((rule) => aboutRule(rule, { rules: rows, onlyDrafts: drafts.length > 0 })),
  ]
}

const endedAlready = (draft: DraftRule): Warning => ({
  code: 'ended',
  message: `The rule on ${ruleWords(draft)} ended on ${draft.ends_on}: it has no effect.`,
})

const nameOf = ({ id, name, email }: NamedPayer): string => name || email || `payer ${id}`

/** Whether other payers see some of the same invoices, and which, as far as the caller may read payers. */
export async function overlapWarnings(
  req: PayloadRequest,
  { payer, drafts }: Pick<Args, 'payer' | 'drafts'>,
): Promise<Warning[]> {
  if (!drafts.some(({ effect }) => effect === 'include')) return []
  const { total, payers } = await findOverlaps(req.payload, { payer, drafts })
  if (total === 0) return []
  const known = await readablePayers(req, payers)
  const readable = payers.flatMap((id) => known.get(id) ?? [])
  const named = readable.map((one) => `${nameOf(one)} (no. ${one.id})`).join(', ')
  const rest = total - readable.length
  const who = named ? `: ${named}${rest > 0 ? ` and ${rest.toLocaleString('en')} more` : ''}` : ''
  const subject = total === 1 ? 'Another payer sees' : `${total.toLocaleString('en')} other payers see`
  return [{ code: 'overlaps', message: `${subject} some of the same open invoices${who}.` }]
}
