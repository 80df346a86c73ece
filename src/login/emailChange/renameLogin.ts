import type { Queryable } from '../../base/database.ts'

const RENAME = `update payer_portal_logins set email = $2, updated_at = now() where id = $1`

/** Gives a login another address, under its lock. */
export async function renameLogin(tx: Queryable, { login, email }: { login: number; email: string }): Promise<void> {
  await tx.query({ name: 'email-rename', text: RENAME, values: [login, email] })
}
