import { type CollectionBeforeValidateHook, ValidationError } from 'payload'
import { normalText } from '../../src/base/text.ts'

const CONDITIONS = ['clientNumber', 'clientName', 'matterNumber', 'matterDescription', 'invoiceNumber'] as const

/** An association without any condition would match everything: it is refused with 400. */
export const refuseBlankAssociation: CollectionBeforeValidateHook = ({ data, originalDoc, req }) => {
  const merged = { ...originalDoc, ...data }
  if (CONDITIONS.some((name) => typeof merged[name] === 'string' && normalText(merged[name]) !== null)) return data
  throw new ValidationError(
    {
      collection: 'associations',
      errors: [
        {
          path: 'clientNumber',
          message:
            'Give at least one of client number, client name, matter number, matter description or invoice number.',
        },
      ],
      req,
    },
    req.t,
  )
}
