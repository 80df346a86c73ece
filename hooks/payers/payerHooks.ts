import type { CollectionConfig } from 'payload'
import { recordPayerChange } from '../audit/recordPayerChange.ts'
import { narrowPayerQuery } from '../narrowPayerQuery.ts'
import { refuseForeignWrites } from '../refuseForeignWrites.ts'
import { refuseUnstorable } from '../refuseUnstorable.ts'
import { refuseViewWrites } from '../refuseViewWrites.ts'
import { followLoginAccess } from './followLoginAccess.ts'
import { guardPayerEmail } from './guardPayerEmail.ts'
import { keepErased } from './keepErased.ts'
import { keepInvite } from './keepInvite.ts'
import { limitOwnChanges } from './limitOwnChanges.ts'
import { lockPayers } from './lockPayers.ts'
import { normalizePayerEmail } from './normalizePayerEmail.ts'
import { normalizeReceiptEmails } from './normalizeReceiptEmails.ts'
import { releasePayer } from './releasePayer.ts'
import { spareArchived } from './spareArchived.ts'

/** The hooks of the payers, in the order in which they run: first what a caller may ask for, then the lock. */
export const payerHooks: NonNullable<CollectionConfig['hooks']> = {
  beforeOperation: [
    refuseForeignWrites,
    refuseViewWrites,
    refuseUnstorable,
    narrowPayerQuery,
    limitOwnChanges,
    spareArchived,
    lockPayers,
  ],
  beforeValidate: [normalizePayerEmail, normalizeReceiptEmails],
  beforeChange: [keepErased, guardPayerEmail, keepInvite],
  afterChange: [recordPayerChange, followLoginAccess],
  beforeDelete: [releasePayer],
}
