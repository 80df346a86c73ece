import type { Payload } from 'payload'
import { withTransaction } from '../base/database.ts'
import { nextMailAt, takesTurns } from '../login/nextMailAt.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { enqueueSending } from './enqueueMail.ts'
import type { MailKind } from './mailKinds.ts'

const DUE = 'update payer_portal_mails set due_at = coalesce($2, clock_timestamp()) where id = $1'

/**
 * Takes a mail's turn at its address, so that of several that are due at once (after an outage, or because another went
 * ahead) one leaves. False when the turn is another one's: the mail is
 * then sent behind all that wait, by a job of its own.
 */
export async function takeTurn(
  payload: Payload,
  { id, kind, recipient }: { id: number; kind: MailKind; recipient: string },
): Promise<boolean> {
  if (!takesTurns(kind)) return true
  const cooldown = portalOptions(payload).times.mailCooldown
  return await withTransaction(payload, async (tx) => {
    const turn = { email: recipient, cooldown, mail: id }
    const isTaken = (await nextMailAt(tx, { ...turn, within: 0 })) !== null
    const next = isTaken ? await nextMailAt(tx, turn) : null
    await tx.query({ name: 'mail-due', text: DUE, values: [id, next] })
    if (isTaken) await enqueueSending(tx, { mail: id, ...(next ? { runAt: next } : {}) })
    return !isTaken
  })
}
