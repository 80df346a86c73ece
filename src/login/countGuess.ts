import type { PayloadRequest } from 'payload'
import { clientNetwork } from './clientAddress.ts'
import { knownDevice } from './deviceCookie.ts'
import { countAttempt, forgetAttempts, giveBack, isWithin } from './loginLimits.ts'

type Guess = {
  /** In lower case. */
  email: string
  /** The login behind it, if there is one: its known devices have attempts of their own. */
  login: { id: number; epoch: number } | undefined
}

type Succeeded = () => Promise<void>

async function countByDevice(req: PayloadRequest, key: readonly (string | number)[]): Promise<Succeeded | null> {
  const { payload } = req
  // A copied cookie must not shut the owner out either: a device above its limit counts as unknown.
  if (!(await isWithin(payload, 'loginDevice', key))) return null
  if (!(await isWithin(payload, 'loginDeviceLong', key))) return null
  return async () => {
    await forgetAttempts(payload, 'loginDevice', key)
    await forgetAttempts(payload, 'loginDeviceLong', key)
  }
}

/**
 * Counts one guess of a password, whether or not the email has a login. A device that the login was used
 * from has attempts of its own, which nobody else can use up; all others share those of their network, and
 * all networks together those of the email, which bounds what any number of them can guess. Returns what to
 * call when the guess was right. Throws `too_many_requests`.
 */
export async function countGuess(req: PayloadRequest, { email, login }: Guess): Promise<Succeeded> {
  const { payload } = req
  const device = knownDevice(req, { loginId: login?.id ?? 0, epoch: login?.epoch ?? 0 })
  const byDevice = device && (await countByDevice(req, [login?.id ?? 0, device.id]))
  if (byDevice) return byDevice
  const network = clientNetwork(req)
  const key = [email, network ?? '']
  await countAttempt(payload, 'login', key)
  if (network !== null) await countAttempt(payload, 'loginLong', key)
  await countAttempt(payload, 'loginEmail', [email])
  return async () => {
    await forgetAttempts(payload, 'login', key)
    await forgetAttempts(payload, 'loginLong', key)
    // What others guessed stays counted: the owner's own logins must not give them new attempts.
    await giveBack(payload, 'loginEmail', [email])
  }
}
