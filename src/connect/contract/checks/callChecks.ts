import type { BillingSource } from '../../BillingSource.ts'
import { NoAnswer } from '../../NoAnswer.ts'
import { SourceError } from '../../SourceError.ts'
import { withinTime } from '../../withinTime.ts'
import { NotRun } from '../NotRun.ts'
import { readWhole } from '../readWhole.ts'
import type { SourceCheckRun, SourceTestRun } from '../SourceTestRun.ts'

async function fits({ source, callSeconds }: SourceTestRun): Promise<string[]> {
  if (!/^[a-z0-9-]+$/.test(source.key)) return [`the key "${source.key}" has other characters than a-z, 0-9 and -`]
  if (!source.check) throw new NotRun('The source has no check().')
  await withinTime(source.check(), callSeconds)
  return []
}

type Ended = 'stopped' | 'ended' | 'late'

/** How a read ends that is told to stop after so many batches. */
async function abortAfter({ source, abortSeconds }: SourceTestRun, batches: number): Promise<Ended> {
  const abort = new AbortController()
  const snapshot = await source.read({ signal: abort.signal })
  const rows = snapshot.invoices[Symbol.asyncIterator]()
  try {
    for (let at = 0; at < batches; at += 1) if ((await rows.next()).done) return 'ended'
    abort.abort()
    const drained = (async (): Promise<Ended> => {
      for (;;) if ((await rows.next()).done) return 'ended'
    })().catch((): Ended => 'stopped')
    return await withinTime(drained, abortSeconds).catch((): Ended => 'late')
  } finally {
    await snapshot.close()
  }
}

async function refusesAborted({ source, abortSeconds }: SourceTestRun): Promise<Ended> {
  const started = async (): Promise<Ended> => {
    const snapshot = await source.read({ signal: AbortSignal.abort() })
    try {
      for await (const _batch of snapshot.invoices);
      return 'ended'
    } finally {
      await snapshot.close()
    }
  }
  const ended = started().catch((): Ended => 'stopped')
  return await withinTime(ended, abortSeconds).catch((): Ended => 'late')
}

async function aborts(test: SourceTestRun): Promise<string[]> {
  const { batches } = await test.firstRead()
  const found: string[] = []
  const told = { stopped: '', ended: 'ended as if complete', late: `went on for more than ${test.abortSeconds} s` }
  const before = told[await refusesAborted(test)]
  if (before) found.push(`a read that was stopped before it began ${before}`)
  const between = batches.length > 1 ? told[await abortAfter(test, 1)] : ''
  if (between) found.push(`a read that was stopped after its first batch ${between}`)
  return found
}

/** A reader that lost interest must leave nothing behind that the next one waits for. */
async function closesEarly(test: SourceTestRun): Promise<string[]> {
  const { source, callSeconds } = test
  const leave = async () => {
    const snapshot = await source.read({})
    await snapshot.invoices[Symbol.asyncIterator]().next()
    await snapshot.close()
  }
  for (let times = 0; times < 6; times += 1) await withinTime(leave(), callSeconds)
  const { rows } = await readWhole(source, { seconds: callSeconds })
  const { rows: first } = await test.firstRead()
  return rows.length === first.length
    ? []
    : [`after reads that were closed early ${rows.length} rows came, not ${first.length}`]
}

function unclear(what: string, { error, secrets }: { error: unknown; secrets: readonly string[] }): string[] {
  if (error instanceof NoAnswer) return [`${what} did not fail in time: ${error.message}`]
  if (!(error instanceof SourceError)) return [`${what} threw ${String(error)}, which is no SourceError`]
  return [
    ...(error.temporary ? [] : [`${what}: a system that does not answer is a temporary fault`]),
    ...(error.message.trim().length < 8 ? [`${what}: the message "${error.message}" says nothing`] : []),
    ...(secrets.some((secret) => error.message.includes(secret)) ? [`${what}: the message contains a secret`] : []),
  ]
}

async function failureOf(call: () => Promise<unknown>, seconds: number): Promise<{ error: unknown } | null> {
  try {
    await withinTime(call(), seconds)
    return null
  } catch (error) {
    return { error }
  }
}

type Calls = Readonly<Record<string, (dead: BillingSource, seconds: number) => Promise<unknown>>>

const CALLS: Calls = {
  'read()': (dead, seconds) => readWhole(dead, { seconds }),
  'search()': (dead) => dead.search({ by: 'clientName', q: 'a', filters: {}, limit: 1, offset: 0 }),
  'check()': (dead) => dead.check?.() ?? Promise.reject(new SourceError('There is no check().', { temporary: true })),
}

const BILL_CALL: Calls = {
  'getDocument()': async (dead) => dead.getDocument?.('1', { maxBytes: 1000 }),
}

async function errorsClear({ world, callSeconds }: SourceTestRun): Promise<string[]> {
  if (!world.unreachable) throw new NotRun('`unreachable` is not given.')
  const dead = await world.unreachable()
  const found: string[] = []
  try {
    for (const [what, call] of Object.entries({ ...CALLS, ...(dead.getDocument ? BILL_CALL : {}) })) {
      const failure = await failureOf(() => call(dead, callSeconds), callSeconds)
      if (!failure) found.push(`${what} answered although the system does not`)
      else found.push(...unclear(what, { error: failure.error, secrets: world.secrets ?? [] }))
    }
  } finally {
    await dead.close()
  }
  return found
}

/** How calls begin, stop and fail. */
export const callChecks: SourceCheckRun[] = [
  { name: 'abort-in-time', run: aborts },
  { name: 'close-early', run: closesEarly },
  { name: 'errors-clear', run: errorsClear },
]

/** Before everything else: does the mapping fit? */
export const mappingCheck: SourceCheckRun = { name: 'mapping-fits', run: fits }
