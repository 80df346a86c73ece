import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Call, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff } from '../helpers/loginStaff.ts'

let host: Host
let ada: LoggedInPayer
let staff: Record<string, string>
let own: number
let foreign: number

beforeAll(async () => {
  host = await bootHost()
  ada = await loginPayer(host)
  staff = { ...(await loginStaff(host)) }
  await createAssociation(host.payload, ada.id, { clientNumber: 'C-1' })
  own = (await createInvoice(host.payload, { clientNumber: 'C-1' })).id
  foreign = (await createInvoice(host.payload, { clientNumber: 'C-2' })).id
})
afterAll(() => host.close())

const SLUGS = ['payers', 'associations', 'invoices', 'transactions', 'audit-log', 'users']
/** Names that only staff have anything to do with. */
const STAFF_ONLY =
  /hold|externalId|removedAt|loginAccess|invite|receiptEmails|archivedAt|associations|audit|hash|salt|resetPassword/

async function ask(path: string, call: Call) {
  const { status, text } = await host.call(path, call)
  return { status, text }
}

describe('what Payload tells of who may do what', () => {
  it('S-17 /api/access tells a payer what it tells anybody, and names nothing of the plugin; staff get the whole', async () => {
    const anybody = await ask('/api/access', {})
    expect(anybody.status).toBe(200)
    expect(await ask('/api/access', { headers: ada.headers })).toEqual(anybody)
    expect(await ask('/api/access', { headers: ada.cookie })).toEqual(anybody)
    const { collections } = JSON.parse(anybody.text)
    expect(Object.keys(collections).filter((slug) => slug !== 'users')).toEqual([])
    expect(anybody.text).not.toMatch(STAFF_ONLY)
    const whole = await ask('/api/access', { headers: staff })
    expect(whole.text).toMatch(STAFF_ONLY)
  })

  it('S-17 /init of a collection tells nobody more than whether staff are set up', async () => {
    for (const headers of [{}, ada.headers])
      for (const slug of SLUGS) {
        const { status, text } = await ask(`/api/${slug}/init`, { headers })
        if (slug === 'users') expect([slug, status, text]).toEqual([slug, 200, '{"initialized":true}'])
        else expect([slug, [403, 404].includes(status), /^.{0,120}$/.test(text)]).toEqual([slug, true, true])
      }
  })

  it('S-17 what staff may do with a document is told to staff only, and to nobody else whether it exists', async () => {
    const ours = SLUGS.filter((slug) => slug !== 'users')
    const answers = new Set<string>()
    for (const headers of [{}, ada.headers])
      for (const slug of ours)
        for (const id of ['', '/1', `/${own}`, `/${foreign}`, '/2000000001', '/abc']) {
          const { status, text } = await ask(`/api/${slug}/access${id}`, { method: 'POST', headers })
          answers.add(`${status} ${text}`)
        }
    expect([...answers]).toEqual([expect.stringMatching(/^404 .*not_found/)])
    for (const [slug, id] of [
      ['invoices', own],
      ['payers', ada.id],
    ] as const) {
      const { status, text } = await ask(`/api/${slug}/access/${id}`, { method: 'POST', headers: staff })
      expect([slug, status]).toEqual([slug, 200])
      expect(text).toMatch(STAFF_ONLY)
    }
  })

  it('S-17 the access of the collections of staff names nothing that only staff have to do with', async () => {
    for (const headers of [{}, ada.headers])
      for (const path of ['/api/users/access', '/api/users/access/1']) {
        const { status, text } = await ask(path, { method: 'POST', headers })
        expect([path, status < 500]).toEqual([path, true])
        expect([path, STAFF_ONLY.exec(text)?.[0]]).toEqual([path, undefined])
      }
  })
})
