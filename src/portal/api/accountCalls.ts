import type { EmailChange, GivenRole, NewPerson, OwnSession, Person } from './accountTypes.ts'
import type { SendOptions } from './sendRequest.ts'
import type { Id } from './types.ts'

type Send = <Answer>(path: string, options?: SendOptions) => Promise<Answer>

const at = (id: Id): string => encodeURIComponent(String(id))

/** The calls about the own login: where it is logged in, and its email. */
export const accountCalls = (send: Send) => ({
  sessions: (signal?: AbortSignal) => send<{ docs: OwnSession[] }>('/payers/sessions', { signal }),
  endSession: (id: Id) => send<unknown>(`/payers/sessions/${at(id)}`, { method: 'DELETE' }),
  endOtherSessions: () => send<unknown>('/payers/sessions', { method: 'DELETE' }),
  emailChange: (signal?: AbortSignal) => send<EmailChange>('/payers/change-email', { signal }),
  askEmailChange: (body: { email: string; currentPassword: string }) =>
    send<unknown>('/payers/change-email', { method: 'POST', body }),
  cancelEmailChange: () => send<unknown>('/payers/change-email', { method: 'DELETE' }),
})

/** The calls by which whoever manages a payer keeps its people. */
export const peopleCalls = (send: Send) => ({
  people: (signal?: AbortSignal) => send<{ docs: Person[] }>('/portal/people', { signal }),
  addPerson: (body: NewPerson) => send<{ person: Person }>('/portal/people', { method: 'POST', body }),
  changeRole: (id: Id, role: GivenRole) =>
    send<{ person: Person }>(`/portal/people/${at(id)}`, { method: 'PATCH', body: { role } }),
  invitePerson: (id: Id) => send<{ person: Person }>(`/portal/people/${at(id)}/invite`, { method: 'POST', body: {} }),
  removePerson: (id: Id) => send<unknown>(`/portal/people/${at(id)}`, { method: 'DELETE' }),
})
