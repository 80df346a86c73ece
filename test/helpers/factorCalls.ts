import { generateSync } from 'otplib'
import { poolOf } from '../../src/base/database.ts'
import { type LoggedInPayer, loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import type { Answer, Host } from './host/bootHost.ts'
import { type Headers, payerCalls } from './payerCalls.ts'
import { softwarePasskey } from './softwarePasskey.ts'

/** The code of an authenticator app, `steps` of 30 seconds from now. */
export const codeOf = (secret: string, steps = 0): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 })

type Codes = { secret: string; recoveryCodes: string[] }
export type WithTotp = LoggedInPayer & Codes

/** What tests of the second factor do all the time; the host may be booted later. */
export function factorCalls(host: () => Host) {
  const { post, meOf } = payerCalls(host)
  const login = (email: string): Promise<Answer> => post('login', { email, password: PASSWORD })
  const challengeOf = async (email: string): Promise<string> => (await login(email)).body.secondFactor.challenge
  const pass = (body: object): Promise<Answer> => post('second-factor', body)
  const own = (headers: Headers) => host().call('/api/payers/second-factor', { headers })

  /** Forgets which code was used last, as if time had passed. */
  const laterOn = () => poolOf(host().payload).query('update payer_portal_factors set last_step = null')

  async function addTotp<Holder extends { headers: Headers }>(payer: Holder): Promise<Holder & Codes> {
    const begun = await post('second-factor/totp', { currentPassword: PASSWORD }, payer.headers)
    const { challenge, secret } = begun.body
    const added = await post('second-factor/totp/confirm', { challenge, code: codeOf(secret) }, payer.headers)
    if (added.status !== 200) throw new Error(added.text)
    return { ...payer, secret, recoveryCodes: added.body.recoveryCodes }
  }

  async function addPasskey(payer: LoggedInPayer, name = 'Laptop') {
    const passkey = softwarePasskey()
    const begun = await post('second-factor/passkey', { currentPassword: PASSWORD }, payer.headers)
    const { challenge, options } = begun.body
    const body = { challenge, name, passkey: passkey.create(options) }
    const added = await post('second-factor/passkey/confirm', body, payer.headers)
    if (added.status !== 200) throw new Error(added.text)
    return { passkey, options, body, recoveryCodes: added.body.recoveryCodes as string[] | undefined }
  }

  const payerWithTotp = async (): Promise<WithTotp> => addTotp(await loginPayer(host()))
  return { post, meOf, login, challengeOf, pass, own, laterOn, addTotp, addPasskey, payerWithTotp }
}

/** The code of an error answer. */
export const refusal = ({ status, body }: Answer): [number, string] => [status, body.errors?.[0]?.data?.code]
