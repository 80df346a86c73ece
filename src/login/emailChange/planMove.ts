import type { Locked, Login, Person } from './lockLogin.ts'

export type Scope = 'record' | 'login'

export type Move = {
  /**
   * `move`: the login itself takes the new address. `join`: its people go over to the login that has the
   * address. `split`: a part of its people goes to a new login.
   */
  how: 'move' | 'join' | 'split'
  moving: Person[]
  /** Who keeps acting by the login as it was. */
  staying: Person[]
  target: Login | null
  /** A login that has the address and acts for nobody: it makes room. */
  empty: number | null
}

type Args = Locked & { scope: Scope; login: number; person: number; email: string }

/** What a confirmed change of the email does. Null when the person no longer acts by this login. */
export function planMove({ logins, people, scope, login, person, email }: Args): Move | null {
  const own = people.filter((one) => one.login === login)
  if (!own.some(({ id }) => id === person)) return null
  const moving = own.filter(({ id }) => scope === 'login' || id === person)
  const staying = own.filter((one) => !moving.includes(one))
  const holder = logins.find((one) => one.email === email && one.id !== login)
  const target = holder && people.some((one) => one.login === holder.id) ? holder : null
  const empty = holder && !target ? holder.id : null
  const how = target ? 'join' : staying.length === 0 ? 'move' : 'split'
  return { how, moving, staying, target, empty }
}
