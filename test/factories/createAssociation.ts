import type { Payload } from 'payload'
import { poolOf } from '../../src/base/database.ts'

export type AssociationRow = {
  clientNumber: string | null
  clientName: string | null
  matterNumber: string | null
  matterDescription: string | null
  invoiceNumber: string | null
  source: string | null
  effect: 'include' | 'exclude'
  ability: 'view' | 'pay' | null
  detail: 'full' | 'amounts' | null
  endsOn: string | null
}

const INSERT = `insert into associations (payer_id, client_number, client_name, matter_number, matter_description, invoice_number, source, effect, ability, detail, ends_on)
  values ($1, $2, $3, $4, $5, $6, $7, $8::enum_associations_effect, $9::enum_associations_ability, $10::enum_associations_detail, $11) returning id`

/** A rule on a payer, by default an include of client `C-1` with the ability to pay. */
export async function createAssociation(
  payload: Payload,
  payer: number,
  given: Partial<AssociationRow> = {},
): Promise<AssociationRow & { id: number }> {
  const hasCondition = [
    given.clientNumber,
    given.clientName,
    given.matterNumber,
    given.matterDescription,
    given.invoiceNumber,
  ].some((value) => value !== undefined)
  const row: AssociationRow = {
    clientNumber: hasCondition ? null : 'C-1',
    clientName: null,
    matterNumber: null,
    matterDescription: null,
    invoiceNumber: null,
    source: null,
    effect: 'include',
    ability: 'pay',
    detail: 'full',
    endsOn: null,
    ...given,
  }
  const { rows } = await poolOf(payload).query<{ id: number }>(INSERT, [
    payer,
    row.clientNumber,
    row.clientName,
    row.matterNumber,
    row.matterDescription,
    row.invoiceNumber,
    row.source,
    row.effect,
    row.ability,
    row.detail,
    row.endsOn,
  ])
  return { ...row, id: rows[0]?.id ?? 0 }
}
