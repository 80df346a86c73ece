import { type CollectionBeforeValidateHook, ValidationError } from 'payload'
import { normalEmail } from '../../src/login/normalEmail.ts'

/** Stores an email trimmed and in lower case, and refuses one that could break a mail's header. */
export const normalizePayerEmail: CollectionBeforeValidateHook = ({ collection, data, req }) => {
  if (typeof data?.email !== 'string' || data.email.trim() === '') return data
  const email = normalEmail(data.email)
  if (!email) {
    const errors = [{ message: 'Please enter one valid email address of at most 254 characters.', path: 'email' }]
    throw new ValidationError({ collection: collection.slug, errors, req }, req.t)
  }
  return { ...data, email }
}
