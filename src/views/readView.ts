import { type AuthStrategyFunctionArgs, JWTAuthentication, type PayloadRequest } from 'payload'
import { parseCookies } from 'payload/shared'
import type { PayerUser } from '../../access/rules/payerOf.ts'
import { mayUser } from '../../access/rules/staffMay.ts'
import { poolOf } from '../base/database.ts'
import { isForeign } from '../login/foreignOrigin.ts'
import { VIEW_COOKIE } from './viewCookie.ts'
import { hashViewToken, isViewToken } from './viewToken.ts'

const MAX_ID = 2_147_483_647

const VIEW = `select v.id, v.expires_at as "expiresAt", v.staff_name as "staffName", p.id as payer, p.email, p.name, p.first_name as "firstName",
 p.last_name as "lastName", p.business_name as "businessName", p.phone, p.address from payer_portal_views v join payers p on p.id = v.payer_id
 where v.id = $1 and v.token_hash = $2 and v.staff_collection = $3 and v.staff_id = $4 and v.ended_at is null and v.expires_at > now()
 and p.archived_at is null and p.erased_at is null and p.merged_into is null`

type Contact = Pick<PayerUser, 'email' | 'name' | 'firstName' | 'lastName' | 'businessName' | 'phone' | 'address'>
type Row = Contact & { id: number; expiresAt: Date; staffName: string | null; payer: number }

type Staff = { id: number | string; collection: string; _sid?: string }

async function staffBehind(args: AuthStrategyFunctionArgs, req: PayloadRequest): Promise<Staff | null> {
  const { user } = await JWTAuthentication({ ...args, strategyName: 'local-jwt' })
  const staff = user as unknown as Staff | null
  return staff && mayUser(req, { user: staff, action: 'payers.viewAs' }) ? staff : null
}

async function findRow(req: PayloadRequest, { view, token, staff }: { view: string; token: string; staff: Staff }) {
  const id = /^[1-9]\d{0,9}$/.test(view) && Number(view) <= MAX_ID ? Number(view) : 0
  const { rows } = await poolOf(req.payload).query<Row>({
    name: 'payer-view',
    text: VIEW,
    values: [id, hashViewToken(token, staff._sid ?? ''), staff.collection, String(staff.id)],
  })
  return rows[0] ?? null
}

/**
 * The payer as a member of staff sees it in a view: no session, no login, no person. Null unless the view is
 * open, its cookie is there, and the staff member's own session still is and still may.
 */
export async function readView(
  args: AuthStrategyFunctionArgs,
  { req, view }: { req: PayloadRequest; view: string },
): Promise<PayerUser | null> {
  const token = parseCookies(req.headers).get(VIEW_COOKIE)
  if (!isViewToken(token) || isForeign(req)) return null
  const staff = await staffBehind(args, req)
  const row = staff && (await findRow(req, { view, token, staff }))
  if (!staff || !row) return null
  const { id, expiresAt, staffName, payer, ...contact } = row
  const seen = { id, expiresAt, staffName, staff: { collection: staff.collection, id: staff.id } }
  return {
    ...contact,
    id: payer,
    collection: 'payers',
    loginId: 0,
    personId: 0,
    sessionId: 0,
    role: 'owner',
    view: seen,
  }
}
