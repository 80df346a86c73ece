import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { jest } from '@jest/globals'
import { poolOf, type Statement } from '../../src/base/database.ts'
import { readSessionPage } from '../../src/invoices/readInvoicePage.ts'
import { hashSessionToken } from '../../src/login/sessionToken.ts'
import { directReads } from '../../src/server/directReads.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { type LoggedInPayer, loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

const PATH = '/api/portal/invoices?status=open&limit=10'
const QUERY = { filter: 'open', sort: 'dueOn', q: null, limit: 10, page: 1 } as const

let host: Host
let staff: StaffHeaders
let door: http.Server
/** Acts for its own payer and for another one. */
let person: LoggedInPayer
let otherOwn: number
let stranger: number
const invoices = new Map<number, number>()

const run = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)

async function withInvoice(payer: number): Promise<void> {
  const clientNumber = `C-${payer}`
  await createAssociation(host.payload, payer, { clientNumber })
  invoices.set(payer, (await createInvoice(host.payload, { clientNumber })).id)
}

beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
  person = await loginPayer(host)
  otherOwn = await createPayer(host.payload)
  stranger = await createPayer(host.payload)
  await run('update payer_portal_people set login_id = $1 where payer_id = $2', [person.loginId, otherOwn])
  for (const payer of [person.id, otherOwn, stranger]) await withInvoice(payer)
  const { payload } = host
  const answer = directReads({ config: payload.config, payload, isClosing: () => false })
  door = http.createServer((message, res) => void answer(message, res).then((done) => done || res.writeHead(599).end()))
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await new Promise((resolve) => door.close(resolve))
  await host.close()
})

type Headers = Record<string, string>

/** What the direct door answers: the ids of the page, or null where it leaves the request to Payload's. */
async function direct(headers: Headers): Promise<number[] | null> {
  const answer = await fetch(`http://127.0.0.1:${(door.address() as AddressInfo).port}${PATH}`, { headers })
  const body = await answer.text()
  return answer.status === 200 ? JSON.parse(body).docs.map(({ id }: { id: number }) => id) : null
}

/** What Payload's door answers, by the check of the session that every route has. */
async function usual(headers: Headers): Promise<number[] | null> {
  const { status, body } = await host.call(PATH, { headers })
  return status === 200 ? body.docs.map(({ id }: { id: number }) => id) : null
}

const IDLE = 2 * 3600
const ENDS = { 'not ended': '1 hour', 'ends now': '0 seconds', 'has ended': '-1 second' }
const SEEN = { 'just seen': 1, 'seen a minute ago': 61, 'nearly idle': IDLE - 60, idle: IDLE + 1 }
const EPOCHS = { 'the epoch of its login': 0, 'an older epoch': -1, 'a newer epoch': 1 }
const PEOPLE = ['a person of it', 'no person of it', 'a person of another login']
const named = (): Record<string, [name: string | null, payer: number | null]> => ({
  'no payer': [null, person.id],
  'its own payer': [String(person.id), person.id],
  'its own with spaces': [` ${person.id} `, person.id],
  'its other payer': [String(otherOwn), otherOwn],
  "a stranger's payer": [String(stranger), null],
  'a payer that is none': ['0', null],
  'an odd number': [`0${person.id}`, null],
  nothing: ['', null],
  'an attempt': ["1' or true --", null],
})

type State = { ends: string; seen: number; epoch: number; people: string }

async function become({ ends, seen, epoch, people }: State, other: number): Promise<void> {
  const login = { 'a person of it': person.loginId, 'no person of it': null }[people]
  await run('update payer_portal_people set login_id = $1 where payer_id = $2', [
    login === undefined ? other : login,
    person.id,
  ])
  await run(
    `update payer_portal_sessions s set expires_at = now() + $2::interval, last_seen_at = now() - $3 * interval '1 second',
     epoch = l.epoch + $4 from payer_portal_logins l where l.id = s.login_id and l.id = $1`,
    [person.loginId, ends, seen, epoch],
  )
}

describe('the statement that checks a session and reads its page', () => {
  it('A-05 A-15 S-05 refuses each state of a session that the check of every route refuses, and no other', async () => {
    const another = (await loginPayer(host)).loginId
    const counted = { live: 0, refused: 0 }
    for (const [endsName, ends] of Object.entries(ENDS))
      for (const [seenName, seen] of Object.entries(SEEN))
        for (const [epochName, epoch] of Object.entries(EPOCHS))
          for (const people of PEOPLE)
            for (const [namedName, [name, payer]] of Object.entries(named())) {
              const state = [endsName, seenName, epochName, people, namedName]
              await become({ ends, seen, epoch, people }, another)
              const isLive = endsName === 'not ended' && seenName !== 'idle' && epoch === 0
              const mayAct = payer === otherOwn || people === 'a person of it'
              const expected = isLive && mayAct && payer !== null ? [invoices.get(payer)] : null
              counted[expected ? 'live' : 'refused'] += 1
              const headers = { ...person.headers, ...(name === null ? {} : { 'x-payer': name }) }
              expect([...state, await direct(headers)]).toEqual([...state, expected])
              await become({ ends, seen, epoch, people }, another)
              expect([...state, await usual(headers)]).toEqual([...state, expected])
            }
    await become({ ends: '1 hour', seen: 0, epoch: 0, people: 'a person of it' }, another)
    // Each of the three that are neither idle nor ended: four names of its own, and the other payer of the two who left this one.
    expect(counted).toEqual({ live: 18, refused: 3 * 4 * 3 * 3 * 9 - 18 })
  }, 120_000)

  const post = (route: string, body: object, headers: Headers) =>
    host.call(`/api/payers/${route}`, {
      method: 'POST',
      body,
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    })
  const patch = (id: number, data: object) =>
    host.call(`/api/payers/${id}`, { method: 'PATCH', body: data, headers: staff })

  const ENDINGS: Record<string, (payer: LoggedInPayer) => Promise<unknown>> = {
    'a log-out': ({ headers }) => post('logout', {}, headers),
    'login access switched off': ({ id }) => patch(id, { loginAccess: false }),
    'login access switched off and on': async ({ id }) => {
      await patch(id, { loginAccess: false })
      await patch(id, { loginAccess: true })
    },
    'its login deleted': ({ id }) => host.call(`/api/payers/${id}/login`, { method: 'DELETE', headers: staff }),
    'its password changed elsewhere': async ({ email }) => {
      const { token } = (await post('login', { email, password: PASSWORD }, {})).body
      const change = { currentPassword: PASSWORD, password: 'Another-portal-2026!' }
      expect((await post('change-password', change, { authorization: `JWT ${token}` })).status).toBe(200)
    },
    'its row deleted': ({ loginId }) => run('delete from payer_portal_sessions where login_id = $1', [loginId]),
  }

  it.each(Object.keys(ENDINGS))('A-05 A-03 shows nothing to a session after %s', async (name) => {
    const payer = await loginPayer(host)
    await withInvoice(payer.id)
    for (let n = 0; n < 2; n += 1) expect(await direct(payer.headers)).toEqual([invoices.get(payer.id)])
    await ENDINGS[name]?.(payer)
    expect(await direct(payer.headers)).toBeNull()
    expect(await usual(payer.headers)).toBeNull()
  })

  it('A-05 a session that is ended while it reads all the time shows nothing afterwards', async () => {
    const payer = await loginPayer(host)
    await withInvoice(payer.id)
    let isEnded = false
    const late: unknown[] = []
    const read = async () => {
      for (let n = 0; n < 60; n += 1) {
        const wasEnded = isEnded
        const page = await direct(payer.headers)
        if (wasEnded) late.push(page)
      }
    }
    const end = async () => {
      await direct(payer.headers)
      await patch(payer.id, { loginAccess: false })
      isEnded = true
      for (let n = 0; n < 10; n += 1) late.push(await direct(payer.headers))
    }
    await Promise.all([read(), read(), end()])
    expect(late.length).toBeGreaterThanOrEqual(10)
    expect(new Set(late)).toEqual(new Set([null]))
  })

  it('S-05 a switch to another record shows that one at once, whatever was remembered or kept of the one before', async () => {
    const many = await createPayer(host.payload)
    await run('update payer_portal_people set login_id = $1 where payer_id = $2', [person.loginId, many])
    // So many rules that a page is kept.
    await run(
      `insert into associations (payer_id, client_number, effect, ability, detail) select $1, 'nobody ' || n, 'include', 'pay', 'full' from generate_series(1, 150) n`,
      [many],
    )
    await withInvoice(many)
    for (const payer of [person.id, many, otherOwn, many, person.id, many]) {
      await run('update payer_portal_sessions set payer_id = $2 where login_id = $1', [person.loginId, payer])
      for (let n = 0; n < 3; n += 1) expect(await direct(person.headers)).toEqual([invoices.get(payer)])
    }
    await run('update payer_portal_sessions set payer_id = $2 where login_id = $1', [person.loginId, person.id])
  })

  it('A-15 notes at most once a minute that the session was seen', async () => {
    const age = (seconds: number) =>
      run(`update payer_portal_sessions set last_seen_at = now() - $2 * interval '1 second' where login_id = $1`, [
        person.loginId,
        seconds,
      ])
    const seenAgo = async () =>
      (
        await run(
          'select extract(epoch from now() - last_seen_at)::int as ago from payer_portal_sessions where login_id = $1',
          [person.loginId],
        )
      ).rows[0]?.ago
    await age(50)
    await Promise.all(Array.from({ length: 5 }, () => direct(person.headers)))
    expect(await seenAgo()).toBeGreaterThanOrEqual(50)
    await age(61)
    await Promise.all(Array.from({ length: 20 }, () => direct(person.headers)))
    expect(await seenAgo()).toBeLessThan(30)
  })

  it('costs a payer with rules of one kind one prepared statement a request, the check of the session included', async () => {
    const payer = await loginPayer(host)
    await withInvoice(payer.id)
    const namesOf = async (work: () => Promise<unknown>) => {
      const spy = jest.spyOn(poolOf(host.payload), 'query')
      try {
        await work()
        return (spy.mock.calls as unknown as [Statement][]).map(([{ name }]) => name)
      } finally {
        spy.mockRestore()
      }
    }
    expect(await namesOf(() => direct(payer.headers))).toEqual(['invoices-few-open-dueOn-10-s'])
    expect(await namesOf(() => direct(payer.headers))).toEqual(['invoices-client-open-dueOn-10-s'])
    await createAssociation(host.payload, payer.id, { clientNumber: 'C-9', matterNumber: 'M-9' })
    expect(await namesOf(() => direct(payer.headers))).toEqual([
      'invoices-client-open-dueOn-10-s',
      'invoices-few-open-dueOn-10-s',
    ])
    expect(await namesOf(() => direct(payer.headers))).toEqual(['invoices-few-open-dueOn-10-s'])
    await createAssociation(host.payload, payer.id, { clientName: 'Client One', effect: 'exclude' })
    expect(await namesOf(() => direct(payer.headers))).toEqual([
      'invoices-few-open-dueOn-10-s',
      'invoices-any-open-dueOn-10-s',
    ])
    expect(await namesOf(() => direct(payer.headers))).toEqual(['invoices-kept-open-dueOn-10-s'])
  })

  it('knows nobody by a token that is none', async () => {
    const session = { tokenHash: hashSessionToken(`pps_${'a'.repeat(43)}`), named: null }
    expect(await readSessionPage({ payload: host.payload, session, query: QUERY })).toBeNull()
  })
})
