import type { PersonRole } from '../../../access/rules/payerOf.ts'
import type { Queryable } from '../../base/database.ts'

/** A person of a payer as staff see it. */
export type PersonDoc = {
  id: number
  email: string
  name: string | null
  role: PersonRole
  /** Has accepted the invite: a login acts for the payer. */
  hasLogin: boolean
  /** Logs in with two steps. */
  hasSecondFactor: boolean
  invite: { status: string; sentAt: Date | null; error: string | null; response: string | null }
  /** Why mails to this person come back; null while they arrive. */
  mailProblem: string | null
}

type Row = Omit<PersonDoc, 'invite'> & {
  status: string
  sentAt: Date | null
  error: string | null
  response: string | null
}

const LIST = `select id, email, name, role, login_id is not null as "hasLogin",
 exists (select 1 from payer_portal_factors f where f.login_id = m.login_id and f.confirmed_at is not null) as "hasSecondFactor", invite_status as status, invite_sent_at as "sentAt",
 invite_error as error, invite_response as response, bounce_reason as "mailProblem" from payer_portal_people m where payer_id = $1
 order by role <> 'owner', id`

/** The people of a payer, the owner first. Without login access there is no owner. */
export async function listPeople(tx: Queryable, payer: number): Promise<PersonDoc[]> {
  const { rows } = await tx.query<Row>({ name: 'login-list-people', text: LIST, values: [payer] })
  return rows.map(({ status, sentAt, error, response, ...person }) => ({
    ...person,
    invite: { status, sentAt, error, response },
  }))
}

/** The same as the payer's own people see it: how a mail went, not what the mail server said, and nothing of how others log in. */
export const forPayer = ({ invite, mailProblem, hasSecondFactor: _, ...person }: PersonDoc, self: number) => ({
  ...person,
  status: invite.status,
  sentAt: invite.sentAt,
  isBounced: mailProblem !== null,
  isSelf: person.id === self,
})
