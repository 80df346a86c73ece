import type { Endpoint } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { clearSecondFactor, factorKindsOf } from '../../login/secondFactor/staffFactors.ts'
import { staffAction } from '../payerStaff/staffAction.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'

/** Staff see which kinds of factor a payer's login has, and clear them for a client who lost the phone. */
export const staffFactorEndpoints: Endpoint[] = [
  {
    path: '/:id/second-factor',
    method: 'get',
    handler: async (req) => {
      requireStaff(req)
      const payer = routeId(req)
      if (payer === null) throw new PortalError('payer_not_found')
      return json({ kinds: await factorKindsOf(poolOf(req.payload), payer) })
    },
  },
  staffAction({
    path: '/:id/second-factor',
    method: 'delete',
    action: 'second_factor_cleared',
    work: async (tx, { payer }) => {
      await clearSecondFactor(tx, { payer })
      return { message: 'Two-step login was reset.' }
    },
  }),
]
