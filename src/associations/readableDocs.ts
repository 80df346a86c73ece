import type { PayloadRequest } from 'payload'
import { SLUGS } from '../base/slugs.ts'

export type NamedPayer = {
  id: number
  name: string | null
  email: string | null
  archived: boolean
  loginAccess: boolean
}

type Raw = {
  id: number
  name?: string | null
  email?: string
  archivedAt?: string | null
  loginAccess?: boolean | null
}

/** Those of these payers that the caller may read, by number. */
export async function readablePayers(
  req: PayloadRequest,
  ids: readonly number[],
): Promise<ReadonlyMap<number, NamedPayer>> {
  if (ids.length === 0) return new Map()
  const { docs } = await req.payload.find({
    collection: SLUGS.payers,
    where: { id: { in: [...ids] } },
    select: { name: true, email: true, archivedAt: true, loginAccess: true } as never,
    depth: 0,
    pagination: false,
    // Who may read none gets none.
    disableErrors: true,
    overrideAccess: false,
    user: req.user,
    req,
  })
  return new Map(
    (docs as unknown as Raw[]).map(({ id, name = null, email = null, archivedAt, loginAccess }) => [
      id,
      { id, name, email, archived: Boolean(archivedAt), loginAccess: loginAccess === true },
    ]),
  )
}

/** Those of these associations that the caller may read. */
export async function readableRules(req: PayloadRequest, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set()
  const { docs } = await req.payload.find({
    collection: SLUGS.associations,
    where: { id: { in: [...ids] } },
    select: {},
    depth: 0,
    pagination: false,
    // Who may read none gets none.
    disableErrors: true,
    overrideAccess: false,
    user: req.user,
    req,
  })
  return new Set(docs.map(({ id }) => Number(id)))
}
