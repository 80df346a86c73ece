import { type CollectionBeforeValidateHook, ValidationError } from 'payload'
import { normalEmail } from '../../src/login/normalEmail.ts'

/** Stores the further receipt addresses trimmed, in lower case and once each, and refuses what is no address. */
export const normalizeReceiptEmails: CollectionBeforeValidateHook = ({ collection, data, req }) => {
  if (!Array.isArray(data?.receiptEmails)) return data
  const emails = data.receiptEmails.map(normalEmail)
  if (emails.includes(null)) {
    const errors = [{ message: 'Each line is one valid email address.', path: 'receiptEmails' }]
    throw new ValidationError({ collection: collection.slug, errors, req }, req.t)
  }
  return { ...data, receiptEmails: [...new Set(emails)] }
}
