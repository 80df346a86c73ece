import pg from 'pg'
import type { Demo } from '../demo/startDemo.ts'

/** A minute must lie between two mails with a link; the story does not wait for it. */
export async function forgetMails({ portalDatabase }: Demo): Promise<void> {
  const client = new pg.Client({ connectionString: portalDatabase })
  await client.connect()
  await client.query(`update payer_portal_mails set sent_at = sent_at - interval '2 minutes'`)
  await client.end()
}
