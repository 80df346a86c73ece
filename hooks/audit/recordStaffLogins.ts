import type {
  CollectionAfterErrorHook,
  CollectionAfterLoginHook,
  CollectionAfterLogoutHook,
  CollectionConfig,
  PayloadRequest,
  SanitizedCollectionConfig,
} from 'payload'
import { recordAudit } from '../../src/audit/recordAudit.ts'
import { poolOf, transactionOf } from '../../src/base/database.ts'
import { clientAddress } from '../../src/login/clientAddress.ts'
import { isWithin } from '../../src/login/loginLimits.ts'

const recordIn: CollectionAfterLoginHook = async ({ collection, req, user }) => {
  const actor = { collection: collection.slug, id: user.id }
  await recordAudit(await transactionOf(req), { req, action: 'staff_login', actor, data: { staff: user.id } })
}

const recordOut: CollectionAfterLogoutHook = async ({ req }) => {
  if (req.user)
    await recordAudit(await transactionOf(req), { req, action: 'staff_logout', data: { staff: req.user.id } })
}

/** Whose login was tried; null when nobody is called so. */
async function triedStaff(req: PayloadRequest, { slug, flattenedFields }: SanitizedCollectionConfig) {
  for (const name of ['email', 'username']) {
    const given = req.data?.[name]
    if (typeof given !== 'string' || given === '' || !flattenedFields.some((field) => field.name === name)) continue
    const where = { [name]: { equals: given.trim().toLowerCase() } }
    const found = await req.payload.db.findOne<{ id: number | string }>({ collection: slug, where })
    if (found) return found.id
  }
  return null
}

/**
 * Whatever refused a login at its route. Above a limit nothing is written down: whoever tries on and on must not
 * fill a log that nobody can shorten.
 */
const recordRefusal: CollectionAfterErrorHook = async ({ collection, error, req }) => {
  if (!collection || req.method !== 'POST' || !req.pathname?.endsWith(`/${collection.slug}/login`)) return
  const isLocked = error.name === 'LockedAuth'
  const staff = await triedStaff(req, collection)
  const from = staff === null ? clientAddress(req) : staff
  if (!(await isWithin(req.payload, isLocked ? 'staffLocked' : 'staffFailed', [from]))) return
  const action = isLocked ? 'staff_login_locked' : 'staff_login_failed'
  await recordAudit(poolOf(req.payload), { req, action, actor: 'nobody', data: { staff } })
}

/** The host's collection of staff, whose logins, failed logins and logouts go into the audit log. */
export const withRecordedLogins = (staff: CollectionConfig): CollectionConfig => ({
  ...staff,
  hooks: {
    ...staff.hooks,
    afterLogin: [...(staff.hooks?.afterLogin ?? []), recordIn],
    afterLogout: [...(staff.hooks?.afterLogout ?? []), recordOut],
    afterError: [...(staff.hooks?.afterError ?? []), recordRefusal],
  },
})
