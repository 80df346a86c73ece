import type { AddedFactor, Enroller, LoginAnswer, NewPasskey, NewTotp, OwnFactors } from './factorTypes.ts'
import type { SendOptions } from './sendRequest.ts'
import type { Id } from './types.ts'

type Send = <Answer>(path: string, options?: SendOptions) => Promise<Answer>

type Proof = { challenge: string } & ({ code: string } | { recoveryCode: string } | { passkey: unknown })

const BASE = '/payers/second-factor'
const at = (id: Id): string => `${BASE}/${encodeURIComponent(String(id))}`

/** The calls of the two-step login. */
export const factorCalls = (send: Send) => ({
  passSecondFactor: (body: Proof) => send<LoginAnswer>(BASE, { method: 'POST', body, isAboutLogin: true }),
  factors: (signal?: AbortSignal) => send<OwnFactors>(BASE, { signal }),
  beginTotp: (body: Enroller) =>
    send<NewTotp>(`${BASE}/totp`, { method: 'POST', body, isAboutLogin: 'challenge' in body }),
  beginPasskey: (body: Enroller) =>
    send<NewPasskey>(`${BASE}/passkey`, { method: 'POST', body, isAboutLogin: 'challenge' in body }),
  confirmTotp: (body: { challenge: string; code: string }) =>
    send<AddedFactor>(`${BASE}/totp/confirm`, { method: 'POST', body, isAboutLogin: true }),
  confirmPasskey: (body: { challenge: string; passkey: unknown; name?: string }) =>
    send<AddedFactor>(`${BASE}/passkey/confirm`, { method: 'POST', body, isAboutLogin: true }),
  renameFactor: (id: Id, body: { currentPassword: string; name: string }) =>
    send<unknown>(at(id), { method: 'PATCH', body }),
  removeFactor: (id: Id, body: { currentPassword: string }) => send<unknown>(at(id), { method: 'DELETE', body }),
  newRecoveryCodes: (body: { currentPassword: string }) =>
    send<{ recoveryCodes: string[] }>(`${BASE}/recovery-codes`, { method: 'POST', body }),
})
