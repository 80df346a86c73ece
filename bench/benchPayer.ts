import type { Payload } from 'payload'
import { setPassword } from '../src/login/setPassword.ts'

export const PASSWORD = 'Bench-portal-2026!'

/** A payer who can log in with `PASSWORD`. */
export async function createBenchPayer(payload: Payload, email: string): Promise<number> {
  const { id } = await payload.create({
    collection: 'payers',
    data: { email, lastName: 'Bench' },
    // system: the benchmark makes its own payers.
    overrideAccess: true,
  })
  await setPassword({ payload, payer: Number(id), password: PASSWORD })
  return Number(id)
}

/** The headers of a logged-in payer, or of a member of staff in `users`. */
export async function logInBenchPayer(
  url: string,
  email: string,
  collection: 'payers' | 'users' = 'payers',
): Promise<Record<string, string>> {
  const login = await fetch(`${url}/api/${collection}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  })
  const { token } = (await login.json()) as { token: string }
  return { authorization: `JWT ${token}` }
}
