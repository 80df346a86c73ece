import type { FieldHook } from 'payload'
import { payerName } from '../../src/payers/payerName.ts'

/** The name follows the names above it, and the email when there are none. */
export const derivePayerName: FieldHook = ({ data, originalDoc }) => payerName({ ...originalDoc, ...data })
