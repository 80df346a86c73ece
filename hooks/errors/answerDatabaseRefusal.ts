import type { AfterErrorHook } from 'payload'
import { databaseRefusal } from '../../src/base/databaseRefusal.ts'
import { type ErrorCode, PortalError } from '../../src/base/errors.ts'
import { SLUGS } from '../../src/base/slugs.ts'

const OURS = new Set<string>(Object.values(SLUGS))
const PARSED = ['where', 'select', 'populate', 'joins'] as const

/** A filter that is no object and no JSON. */
const isUnreadable = (error: Error, query: Record<string, unknown> | null | undefined): boolean =>
  error.name === 'SyntaxError' && PARSED.some((name) => typeof query?.[name] === 'string')

const answer = (code: ErrorCode): ReturnType<AfterErrorHook> => {
  const { message, status, name, data } = new PortalError(code)
  return { response: { errors: [{ name, message, data: data ?? {} }] }, status }
}

/**
 * What the database refuses in our collections and settings is the caller's fault or a row that is busy, and is
 * answered so: 400 or 503 with a code in place of a failure.
 */
export const answerDatabaseRefusal: AfterErrorHook = ({ collection, error, req }) => {
  const isOurs = collection ? OURS.has(collection.slug) : req.pathname?.includes(`/globals/${SLUGS.settings}`)
  if (!isOurs) return
  if (isUnreadable(error, req.query)) return answer('bad_request')
  const code = databaseRefusal(error)
  return code ? answer(code) : undefined
}
