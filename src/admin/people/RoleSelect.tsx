'use client'

import type { GivenRole } from '../../login/people/personRoles.ts'
import { Select } from '../fields/Select.tsx'
import { ROLE_OPTIONS } from './person.ts'

const OPTIONS = ROLE_OPTIONS.map(({ value, label, may }) => ({ value, label: `${label}: ${may}` }))

/** The choice of a role, each with what it may do. */
export function RoleSelect({ role, onChange }: { role: GivenRole; onChange: (role: GivenRole) => void }) {
  return <Select label="Role" options={OPTIONS} value={role} onChange={onChange} />
}
