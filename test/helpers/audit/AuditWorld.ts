import { randomUUID } from 'node:crypto'
import type { AuditKind } from '../../../src/audit/auditKinds.ts'
import { poolOf } from '../../../src/base/database.ts'
import { deriveToken, type TokenPurpose } from '../../../src/login/oneTimeToken.ts'
import { createPayer } from '../../factories/createPayer.ts'
import type { Answer, Call } from '../host/bootHost.ts'
import type { StaffLogin } from '../loginStaffOf.ts'
import type { PaymentHost } from '../paymentHost.ts'

/** Who must stand in the row. */
export type ExpectedActor =
  | 'staff'
  | 'nobody'
  | 'system'
  | 'connect'
  | 'processor'
  | { payer: number; person: number }
  | { by: string; byId: string; byName: string }

/** The one row that an action must leave, and the kinds of what else it does. */
export type ExpectedRow = { actor: ExpectedActor; payer: number | null; data?: object; also?: AuditKind[] }

/** Does an action through one door, and says what must be in the log since `mark`. Two rows where it is about two payers. */
export type AuditDoor = (world: AuditWorld) => Promise<ExpectedRow | [ExpectedRow, ExpectedRow]>

export type AuditDoors = Partial<Record<AuditKind, Record<string, AuditDoor>>>

export type AuditRow = {
  action: string
  payer: number | null
  by: string | null
  byId: string | null
  byName: string | null
  data: Record<string, unknown>
  device: string | null
  age: number
}

const ROWS = `select action, payer_id::int as payer, actor_collection as by, actor_id as "byId", actor_name as "byName", data, user_agent as device,
 extract(epoch from now() - created_at)::float8 as age from audit_log where id > $1 order by id`

export const DEVICE = 'Audit test'

/** What the doors of the audit table act on. */
export class AuditWorld {
  private from = 0
  constructor(
    readonly host: PaymentHost,
    readonly staff: StaffLogin,
  ) {}

  async query(text: string, values: unknown[] = []): Promise<any[]> {
    return (await poolOf(this.host.payload).query(text, values)).rows
  }

  /** What follows is the action. */
  async mark(): Promise<void> {
    this.from = (await this.query('select coalesce(max(id), 0)::int as id from audit_log'))[0].id
  }

  rows(): Promise<AuditRow[]> {
    return this.query(ROWS, [this.from])
  }

  /** Calls a route, which must answer 2xx, and 4xx with `fails`. */
  async call(path: string, { fails = false, ...call }: Call & { fails?: boolean } = {}): Promise<Answer> {
    const headers = { 'user-agent': DEVICE, 'sec-fetch-site': 'same-origin', ...call.headers }
    const answer = await this.host.call(path, { ...call, headers })
    if (answer.status < 300 === fails || answer.status >= 500)
      throw new Error(`${call.method ?? 'GET'} ${path}: ${answer.status} ${answer.text}`)
    return answer
  }

  byStaff(path: string, method = 'POST', body?: unknown): Promise<Answer> {
    return this.call(path, { method, headers: this.staff.headers, ...(body === undefined ? {} : { body }) })
  }

  /** A record without a login. */
  payer(given: { email?: string; loginAccess?: boolean } = {}): Promise<number> {
    return createPayer(this.host.payload, { loginAccess: false, email: `audit-${randomUUID()}@example.test`, ...given })
  }

  async personOf(payer: number): Promise<{ payer: number; person: number }> {
    const [row] = await this.query(`select id from payer_portal_people where payer_id = $1 and role = 'owner'`, [payer])
    return { payer, person: row.id }
  }

  /** The token of the open link of this purpose, as its mail carries it. */
  async token(payer: number, purpose: TokenPurpose): Promise<string> {
    const [row] = await this.query(
      'select seed from payer_portal_tokens where payer_id = $1 and purpose = $2 and used_at is null order by id desc limit 1',
      [payer, purpose],
    )
    return deriveToken({ secret: this.host.payload.secret, purpose, seed: row.seed })
  }
}
