import type { Bench } from './Bench.ts'
import { type Figures, measure } from './load.ts'
import { seconds, startBoth } from './startBoth.ts'
import { startServer } from './startServer.ts'

type Page = { docs: { number: string; dueOn: string; balance: number; status: string }[]; hasNextPage: boolean }
const essence = (page: Page) =>
  JSON.stringify({
    docs: page.docs.map((doc) => [doc.number, doc.dueOn, doc.balance, doc.status]),
    more: page.hasNextPage,
  })

async function page(url: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(url, { headers })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return essence((await answer.json()) as Page)
}

function row(name: string, figures: Figures, limit: Figures): string {
  const share = Math.round((100 * figures.rate) / limit.rate)
  return `${name.padEnd(46)} ${figures.rate.toFixed(0).padStart(7)} ${`${share} %`.padStart(6)} ${String(figures.p50).padStart(6)} ${String(figures.p97).padStart(6)} ${String(figures.p99).padStart(6)} ${String(figures.errors).padStart(6)}`
}

/** Our route, stock Payload on Next and bare Express + pg, in turn, on one Postgres, the same rows and the same page. */
export async function comparePages(bench: Bench): Promise<void> {
  const { say } = bench
  const { ours, peer, close } = await startBoth(bench, 'pages')
  const bare = await startServer<{ url: string }>('serveBare.ts', bench.postgres.url('pages_ours'))

  const query = 'status=open&sort=dueOn&limit=10'
  const targets = {
    ours: { url: `${ours.url}/api/portal/invoices?${query}`, headers: ours.headers },
    peer: {
      url: `${peer.url}/api/invoices?where[status][equals]=open&sort=dueOn,issuedOn,id&limit=10&depth=0`,
      headers: peer.headers,
    },
    bare: { url: `${bare.url}/invoices`, headers: {} },
    // With a slash at its end the direct door leaves it to Payload's.
    payloadDoor: { url: `${ours.url}/api/portal/invoices/?${query}`, headers: ours.headers },
    withoutLogin: { url: ours.withoutLogin, headers: {} },
  }
  const answers = await Promise.all(Object.values(targets).map(({ url, headers }) => page(url, headers)))
  if (new Set(answers).size !== 1) throw new Error(`The answers differ:\n${answers.join('\n')}`)
  say('The answers are equal. Measuring …')

  const figures = {
    bare: await measure(targets.bare.url, {}, seconds),
    peer: await measure(targets.peer.url, peer.headers, seconds),
    ours: await measure(targets.ours.url, ours.headers, seconds),
    manyRules: await measure(targets.ours.url, ours.manyRules, seconds),
    withoutLogin: await measure(targets.withoutLogin.url, {}, seconds),
    payloadDoor: await measure(targets.payloadDoor.url, ours.headers, seconds),
  }
  const percent = (part: Figures, whole: Figures) => `${Math.round((100 * part.rate) / whole.rate)} %`
  say(`\n${'8 connections, first page of 10 by due date'.padEnd(46)}   req/s  limit    p50  p97.5    p99 errors`)
  say(row('bare Express + pg, no login (the limit)', figures.bare, figures.bare))
  say(row('GET /api/portal/invoices (logged in, scoped)', figures.ours, figures.bare))
  say(row('… of a payer with 10,000 associations', figures.manyRules, figures.bare))
  say(row('… without the login', figures.withoutLogin, figures.bare))
  say(row("… through Payload's door", figures.payloadDoor, figures.bare))
  say(row('stock Payload GET /api/invoices on Next', figures.peer, figures.bare))
  say(`\nours : stock Payload on Next   ${(figures.ours.rate / figures.peer.rate).toFixed(1)} x`)
  say(`ours : bare Express + pg       ${percent(figures.ours, figures.bare)}`)
  say(`10,000 associations : one      ${percent(figures.manyRules, figures.ours)}`)
  say(`with login : without           ${percent(figures.ours, figures.withoutLogin)}`)
  say(`direct door : Payload's door   ${(figures.ours.rate / figures.payloadDoor.rate).toFixed(1)} x`)
  await Promise.all([close(), bare.close()])
}
