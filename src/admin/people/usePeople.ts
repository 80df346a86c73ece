'use client'

import { toast } from '@payloadcms/ui'
import { useMemo } from 'react'
import type { GivenRole } from '../../login/people/personRoles.ts'
import { ringPayer } from '../api/payerBell.ts'
import { type AdminApi, useAdminApi } from '../api/useAdminApi.ts'
import { type PayerId, payerPath, usePayerData } from '../api/usePayerData.ts'
import type { Person } from './person.ts'
import type { PersonAction } from './personActions.tsx'

export type NewPerson = { email: string; name: string; role: GivenRole }

export type PeopleActions = {
  add: (person: NewPerson) => Promise<void>
  changeRole: (person: Person, role: GivenRole) => Promise<void>
  run: (action: PersonAction, person: Person) => Promise<void>
}

const loadPeople = async (api: AdminApi, { path, signal }: { path: string; signal: AbortSignal }) =>
  (await api<{ docs: Person[] }>(`${path}/people`, { signal })).docs

/** The people of a payer as the server has them. */
export const usePeople = (id: PayerId) => usePayerData(id, loadPeople)

/** What staff do about them. Each rejects with the server's reason, and reports when it is done. */
export function usePeopleActions(id: PayerId): PeopleActions {
  const api = useAdminApi()
  return useMemo(() => {
    const path = `${payerPath(id)}/people`
    const done = (message: string) => {
      toast.success(message)
      ringPayer(id)
    }
    return {
      add: async (person) => {
        await api(path, { method: 'POST', body: person })
        done(`${person.email} was added.`)
      },
      changeRole: async (person, role) => {
        await api(`${path}/${person.id}`, { method: 'PATCH', body: { role } })
        done(`The role of ${person.email} was changed.`)
      },
      run: async ({ request, done: say }, person) => {
        await api(`${path}/${person.id}${request.path}`, { method: request.method, body: request.body })
        done(say(person.email))
      },
    }
  }, [api, id])
}
