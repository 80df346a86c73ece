import { poolOf } from '../../src/base/database.ts'
import type { LoggedInPayer } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { bootPortalHost } from '../helpers/portalHost.ts'

let host: Host
let ada: LoggedInPayer
let staff: StaffHeaders

const get = (path: string) => host.call(path, { headers: ada.headers })

beforeAll(async () => {
  ;({ host, ada } = await bootPortalHost())
  staff = await loginStaff(host)
})
afterAll(() => host.close())

describe('the settings and the preview', () => {
  it('tells everybody the firm\u2019s name, consent text and no more', async () => {
    const { status, body } = await host.call('/api/portal/settings')
    expect(status).toBe(200)
    expect(Object.keys(body).toSorted()).toEqual([
      'colors',
      'consent',
      'firmName',
      'gateway',
      'logo',
      'oldAmounts',
      'timeZone',
      'welcomeHtml',
    ])
    expect(body).toMatchObject({ firmName: 'Marsh & Pell LLP', gateway: null, consent: { version: '1' } })
  })

  it('I-04 turns the welcome text into HTML in which texts are texts and links run nothing', async () => {
    const link = {
      type: 'link',
      version: 1,
      fields: { linkType: 'custom', url: 'javascript:alert(1)' },
      children: [{ type: 'text', text: 'here', version: 1, format: 0, detail: 0, mode: 'normal', style: '' }],
      format: '',
      indent: 0,
      direction: 'ltr',
    }
    const word = {
      type: 'text',
      text: '<img src=x onerror=alert(1)> Hello',
      version: 1,
      format: 0,
      detail: 0,
      mode: 'normal',
      style: '',
    }
    const welcome = {
      root: {
        type: 'root',
        version: 1,
        format: '',
        indent: 0,
        direction: 'ltr',
        children: [{ type: 'paragraph', version: 1, format: '', indent: 0, direction: 'ltr', children: [word, link] }],
      },
    }
    await poolOf(host.payload).query('insert into portal_settings (welcome) values ($1)', [JSON.stringify(welcome)])
    const { welcomeHtml } = (await host.call('/api/portal/settings')).body
    expect(welcomeHtml).toContain('&lt;img')
    expect(welcomeHtml).not.toMatch(/<img|javascript:/i)
  })

  it('previews what a payer sees, and drafts by the same predicate, for staff only', async () => {
    const path = `/api/payers/${ada.id}/preview`
    const now = (await host.call(path, { headers: staff })).body
    expect(now.totals).toEqual((await get('/api/portal/summary')).body.totals)
    const draft = { clientNumber: 'C-2' }
    const drafted = await host.call(path, { method: 'POST', headers: staff, body: { associations: [draft] } })
    expect(drafted.body.totals.at(-1).openCount).toBe(now.totals.at(-1).openCount + 1)
    const excluded = await host.call(path, {
      method: 'POST',
      headers: staff,
      body: {
        associations: [{ clientNumber: 'C-1', effect: 'exclude', endsOn: '2999-01-01' }, { clientName: 'Nobody' }],
      },
    })
    expect(excluded.body.warnings.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(['exclude_ends', 'matches_nothing', 'by_name']),
    )
    expect((await host.call(path, { headers: ada.headers })).status).toBe(403)
    expect((await host.call(path)).status).toBe(401)
    expect((await host.call('/api/payers/999999/preview', { headers: staff })).status).toBe(404)
    for (const associations of [
      'x',
      [{}],
      [{ clientNumber: 5 }],
      [{ clientNumber: 'C', endsOn: 'soon' }],
      [{ clientNumber: 'C', effect: 'all' }],
    ]) {
      expect((await host.call(path, { method: 'POST', headers: staff, body: { associations } })).status).toBe(400)
    }
    expect((await get('/api/portal/invoices?q=FOREIGN')).body.docs).toEqual([])
  })
})
