import { type CollectionBeforeChangeHook, ValidationError } from 'payload'
import { transactionOf } from '../../src/base/database.ts'
import { isEmailLocked } from '../../src/login/isEmailLocked.ts'

const MESSAGE =
  'This email belongs to a login, so editing it here would break that login. Use Change email to move the login to another address, or delete the login first; then the email is free to edit.'

/** Refuses an edit of the email that would break a login. Other case is no change. */
export const guardPayerEmail: CollectionBeforeChangeHook = async ({
  collection,
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation !== 'update' || typeof data.email !== 'string') return data
  if (data.email.trim().toLowerCase() === String(originalDoc?.email ?? '').toLowerCase()) return data
  if (await isEmailLocked(await transactionOf(req), Number(originalDoc?.id))) {
    throw new ValidationError(
      { collection: collection.slug, errors: [{ message: MESSAGE, path: 'email' }], req },
      req.t,
    )
  }
  return data
}
