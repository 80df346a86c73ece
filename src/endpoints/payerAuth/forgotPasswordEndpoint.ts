import type { Endpoint } from 'payload'
import { poolOf } from '../../base/database.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'
import { clientNetwork } from '../../login/clientAddress.ts'
import { countByNetwork } from '../../login/countByNetwork.ts'
import { countAttempt, isWithin } from '../../login/loginLimits.ts'
import { normalEmail } from '../../login/normalEmail.ts'
import { sessionOrigin } from '../../login/sessionOrigin.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { textField } from './textField.ts'

/**
 * `POST /forgot-password { email }`: the same work and the same answer whether or not there is a
 * login. The worker finds out, and mails.
 */
export const forgotPasswordEndpoint: Endpoint = {
  path: '/forgot-password',
  method: 'post',
  handler: async (req) => {
    const email = normalEmail(textField(await readJson(req), 'email')) ?? ''
    await countByNetwork(req, 'forgotAddress')
    await countAttempt(req.payload, 'forgot', [email, clientNetwork(req) ?? ''])
    if (await isWithin(req.payload, 'forgotEmail', [email]))
      await enqueueJob(poolOf(req.payload), { task: 'requestReset', payload: { email, ...sessionOrigin(req) } })
    return json({ message: 'If this email has a login, a link to set a new password is on its way.' })
  },
}
