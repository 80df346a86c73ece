import { appendFileSync, readFileSync } from 'node:fs'
import pg from 'pg'

/**
 * The places where a process may die: before and after every commit to one of the databases, and
 * before and after every call over the network. Installed in the child process only.
 */
type Phase = 'before' | 'after'

let isArmed = false
let wanted = process.env.FAULT ?? ''
let victim = process.pid
const seen = new Map<string, number>()
const trace = process.env.FAULT_TRACE

export type Aim = {
  /** `before …` or `after …`, of which `#2` at its end means the second time. */
  point: string
  /** Which process dies, with its children. @default this one */
  victim?: number
}

/** From here on points are recorded, and the wanted one is deadly, once. */
export function arm(aim?: Aim): void {
  isArmed = true
  seen.clear()
  if (!aim) return
  wanted = aim.point
  victim = aim.victim ?? process.pid
}

function kill(): void {
  wanted = ''
  const children = victim === process.pid ? '' : readFileSync(`/proc/${victim}/task/${victim}/children`, 'utf8').trim()
  process.kill(victim, 'SIGKILL')
  for (const child of children.split(' ').filter(Boolean)) process.kill(Number(child), 'SIGKILL')
}

export function reach(phase: Phase, point: string): void {
  if (!isArmed) return
  const here = `${phase} ${point}`
  const times = (seen.get(here) ?? 0) + 1
  seen.set(here, times)
  if (trace) appendFileSync(trace, `${here}\n`)
  if (wanted === here || wanted === `${here} #${times}`) kill()
}

/** Wraps every function of `service` that the names list, so that a call is a point. */
export function faultyCalls<Service extends object>(
  name: string,
  service: Service,
  methods: (keyof Service)[],
): Service {
  const wrapped = Object.fromEntries(
    methods.map((method) => [
      method,
      async (...args: unknown[]) => {
        const point = `${name}.${String(method)}`
        reach('before', point)
        const result = await (service[method] as (...given: unknown[]) => unknown).apply(service, args)
        reach('after', point)
        return result
      },
    ]),
  )
  return { ...service, ...wrapped }
}

type State = { inTransaction: boolean; wrote: Set<string> }
const states = new WeakMap<object, State>()
const WRITE = /\b(insert\s+into|update|delete\s+from)\s+(?!set\b)"?((?:\w+"?\.)?"?\w+)"?|\b(graphile_worker\.add_job)/gi

function writesOf(text: string): string[] {
  return (
    [...text.matchAll(WRITE)]
      .map((match) =>
        match[3] ? 'add a job' : `${match[1]?.replace(/\s+/g, ' ')} ${match[2]?.replaceAll('"', '')}`.toLowerCase(),
      )
      // Row locks are no writes; the worker's own bookkeeping and the log-in before it are not on the way.
      .filter((write) => !/ skip$| of$|graphile_worker|payer_portal_limits|_sessions$| users$/.test(write))
  )
}

/** The commit that this statement makes, or null. */
function commitOf(client: object, text: string): string | null {
  const state = states.get(client) ?? { inTransaction: false, wrote: new Set<string>() }
  states.set(client, state)
  const verb = text.trimStart().slice(0, 12).toLowerCase()
  if (verb.startsWith('begin') || verb.startsWith('start trans')) {
    state.inTransaction = true
    state.wrote.clear()
    return null
  }
  if (verb.startsWith('rollback')) state.inTransaction = false
  if (verb.startsWith('commit')) {
    state.inTransaction = false
    const wrote = [...state.wrote]
    // A second commit, as knex sends one when it gives the connection back, ends nothing any more.
    state.wrote.clear()
    return wrote.length > 0 ? `commit of ${wrote.join(', ')}` : null
  }
  const writes = writesOf(text)
  if (!state.inTransaction) return writes.length > 0 ? `commit of ${[...new Set(writes)].join(', ')}` : null
  for (const write of writes) state.wrote.add(write)
  return null
}

type Query = (this: object, ...args: unknown[]) => unknown

/** Makes every commit of every connection a point. */
export function installCommitPoints(): void {
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const original = prototype.query
  prototype.query = function query(...args) {
    const [first] = args
    const text = typeof first === 'string' ? first : ((first as { text?: unknown } | undefined)?.text ?? '')
    const point = typeof text === 'string' ? commitOf(this, text) : null
    if (!point) return original.apply(this, args)
    reach('before', point)
    const last = args.at(-1)
    if (typeof last === 'function') {
      args[args.length - 1] = (...results: unknown[]) => {
        reach('after', point)
        return (last as (...given: unknown[]) => unknown)(...results)
      }
      return original.apply(this, args)
    }
    const result = original.apply(this, args)
    return result instanceof Promise
      ? result.then((value) => {
          reach('after', point)
          return value
        })
      : result
  }
}
