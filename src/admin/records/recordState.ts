/** What the server says about a payer's record. */
export type RecordState = {
  id: number
  name: string | null
  email: string
  archivedAt: string | null
  erasedAt: string | null
  mergedInto: number | null
}

export type RecordLife = 'active' | 'archived' | 'merged' | 'erased'

export const RECORD_QUERY =
  'depth=0&select[name]=true&select[email]=true&select[archivedAt]=true&select[erasedAt]=true&select[mergedInto]=true'

/** What became of the record; an erased one may have been merged before. */
export function lifeOf({ archivedAt, erasedAt, mergedInto }: Omit<RecordState, 'id' | 'name' | 'email'>): RecordLife {
  if (erasedAt) return 'erased'
  if (mergedInto) return 'merged'
  return archivedAt ? 'archived' : 'active'
}

/** What staff call the payer, and have to type to confirm. */
export const recordName = ({ name, email }: Pick<RecordState, 'name' | 'email'>): string => name?.trim() || email
