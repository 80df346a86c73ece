import { performance } from 'node:perf_hooks'

/** Milliseconds. */
export type Waits = { count: number; p50: number; p99: number; most: number }
export type Flood = {
  /** What another payer waits for a page of invoices while nobody logs in, and during the flood. */
  quiet: Waits
  flooded: Waits
  logins: Waits & { succeeded: number; refused: number; seconds: number }
}

type Args = {
  url: string
  /** Logs the payer in who pages. */
  headers: Record<string, string>
  /** One login each, all at the same moment. */
  emails: string[]
  password: string
  query?: string
}

const PAGERS = 4
const QUIET_MS = 3000

function waits(times: number[]): Waits {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), most: Math.round(sorted.at(-1) ?? 0) }
}

/** Some connections that ask for page after page until told to stop. */
function startPaging({ url, headers, query = 'status=open&limit=10' }: Args): () => Promise<number[]> {
  const times: number[] = []
  let isOver = false
  const pager = async (first: number): Promise<void> => {
    for (let page = first; !isOver; page = (page % 10) + 1) {
      const start = performance.now()
      const answer = await fetch(`${url}/api/portal/invoices?${query}&page=${page}`, { headers })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`A page answered ${answer.status}.`)
      times.push(performance.now() - start)
    }
  }
  const pagers = Promise.all(Array.from({ length: PAGERS }, (_, at) => pager(at + 1)))
  return async () => {
    isOver = true
    await pagers
    return times
  }
}

async function logIn({ url, password }: Args, email: string): Promise<{ ms: number; status: number }> {
  const start = performance.now()
  const answer = await fetch(`${url}/api/payers/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  await answer.arrayBuffer()
  return { ms: performance.now() - start, status: answer.status }
}

/** Many logins at the same moment, while another payer goes through the own invoices. */
export async function measureFlood(args: Args): Promise<Flood> {
  const stopQuiet = startPaging(args)
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
  const quiet = waits(await stopQuiet())
  const stop = startPaging(args)
  const start = performance.now()
  const answers = await Promise.all(args.emails.map((email) => logIn(args, email)))
  const seconds = (performance.now() - start) / 1000
  const flooded = waits(await stop())
  const succeeded = answers.filter(({ status }) => status === 200).length
  const refused = answers.filter(({ status }) => status === 503 || status === 429).length
  return { quiet, flooded, logins: { ...waits(answers.map(({ ms }) => ms)), succeeded, refused, seconds } }
}
