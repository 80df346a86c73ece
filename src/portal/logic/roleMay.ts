import type { Role } from '../api/accountTypes.ts'

type Ability = 'view' | 'pay' | 'manage'

const ABILITIES: Readonly<Record<Role, readonly Ability[]>> = {
  view: ['view'],
  pay: ['view', 'pay'],
  manage: ['view', 'pay', 'manage'],
  owner: ['view', 'pay', 'manage'],
}

/** Whether somebody of this role may do this. The server refuses the rest; the pages do not offer it. A role that is not known may nothing. */
export const roleMay = (role: Role | undefined, ability: Ability): boolean =>
  role !== undefined && (ABILITIES[role]?.includes(ability) ?? false)
