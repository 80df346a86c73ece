import type { Answers, Requests } from '../schemas/schemaRoots.ts'
import type { Fake } from './Fake.ts'

export type Call<Params> = {
  fake: Fake
  params: Params
  /** What the path's `:id` stands for, else ''. */
  id: string
  /** What the path's second `:id` stands for, else ''. */
  part: string
  isPublishable: boolean
}

export type Route = {
  method: 'GET' | 'POST' | 'DELETE'
  pattern: RegExp
  params: keyof Requests
  answer: keyof Answers
  /** May be called with a publishable key. */
  isPublic: boolean
  /** Parameters that the stand-in acts on; others that Stripe has are refused, never passed over in silence. Null: all. */
  understands: readonly string[] | null
  run(call: Call<unknown>): object
}

type Shape<P extends keyof Requests, A extends keyof Answers> = {
  params: P
  answer: A
  isPublic?: boolean
  understands?: readonly (keyof Requests[P] & string)[]
}

/** One operation of Stripe's API: `route('POST /v1/refunds', { params, answer }, handler)`. */
export function route<P extends keyof Requests, A extends keyof Answers>(
  at: string,
  shape: Shape<P, A>,
  handler: (call: Call<Requests[P]>) => Answers[A],
): Route {
  const [method, path] = at.split(' ') as [Route['method'], string]
  return {
    method,
    pattern: new RegExp(`^${path.replaceAll(':id', '([^/]+)')}$`),
    params: shape.params,
    answer: shape.answer,
    isPublic: shape.isPublic ?? false,
    understands: shape.understands ?? null,
    run: (call) => handler({ ...call, params: call.params as Requests[P] }),
  }
}
