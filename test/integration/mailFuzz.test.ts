import { poolOf, withTransaction } from '../../src/base/database.ts'
import { enqueueMail } from '../../src/mail/enqueueMail.ts'
import { MAIL_KINDS, type MailKind } from '../../src/mail/mailKinds.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { SERVER_URL } from '../helpers/host/hostConfig.ts'
import { linkOf } from '../helpers/linkOf.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import type { ReceivedMail } from '../helpers/mailInbox.ts'

/** What stands in the name of a firm, a payer and a device, by mistake or on purpose. */
const NAMES = [
  '<a href="https://evil.test/?token=x">Marsh</a> & "Pell"',
  `'"><script>alert(1)</script><img src=https://evil.test/p.png onerror=alert(1)>`,
  '</title><base href="https://evil.test/">',
  'Marsh\r\nBcc: victim@example.test\r\nX-Injected: yes\r\n\r\nbody',
  'Marsh\u2028Bcc: victim@example.test\u0085X-Injected: yes\u000bmore',
  '\u202egro.live//:sptth\u202c \u2066Pell\u2069',
  'משרד מרש ופל — مكتب مارش',
  '100% %0d%0aBcc:victim@example.test %s %{token} #{token} {{token}}',
  '=?utf-8?B?QmNjOiB2aWN0aW1AZXhhbXBsZS50ZXN0?=',
  `${'Very long name '.repeat(13)}<b>`,
  '😀'.repeat(60),
  'a, b; c <d@evil.test>, "e" <f@evil.test>',
]

/** Whatever a caller says its host is. */
const EVIL = {
  host: 'evil.test',
  'x-forwarded-host': 'evil.test',
  'x-forwarded-proto': 'http',
  'x-forwarded-port': '666',
  'x-forwarded-server': 'evil.test',
  'x-original-host': 'evil.test',
  'x-host': 'evil.test',
  'x-original-url': 'https://evil.test/portal',
  'x-rewrite-url': 'https://evil.test/portal',
  forwarded: 'host=evil.test;proto=http',
  referer: 'https://evil.test/',
}

type Told = {
  /** The page that the one link opens; null for a mail without a link. */
  page: string | null
  purpose?: 'invite' | 'reset' | 'email' | 'undo_email'
  data?: (name: string) => Record<string, unknown>
}

/** A new kind of mail has to be written down here. */
const KINDS: Readonly<Record<MailKind, Told>> = {
  invite: { page: 'accept-invite', purpose: 'invite' },
  reset: { page: 'reset-password', purpose: 'reset' },
  confirm_email: { page: 'confirm-email', purpose: 'email' },
  email_asked: { page: 'login?next=%2Fprofile', data: (name) => ({ email: name }) },
  email_changed: { page: 'undo-email', purpose: 'undo_email' },
  email_undone: { page: null },
  password_changed: { page: 'forgot-password' },
  second_factor_changed: { page: 'forgot-password', data: () => ({ change: 'added' }) },
  recovery_code_used: { page: 'forgot-password', data: () => ({ left: 2 }) },
  sessions_ended: { page: 'login' },
  new_device: { page: 'forgot-password', data: (name) => ({ device: name, at: name }) },
  receipt: { page: 'payments' },
  payment_failed: { page: '' },
}

let mailHost: MailHost
let host: Host
const query = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)
beforeAll(async () => {
  mailHost = await bootMailHost({ portal: { trustedProxies: 1 } })
  host = mailHost.host
})
afterAll(() => mailHost.close())

const PAYMENT = `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account, method_type, method_brand, method_last4, settled_at)
 values ($1, 'payment', 'succeeded', $2, 'portal', 1000, 'usd', 'operating-ny', 'card', 'visa', '4242', now()) returning id`
const INVOICE = `insert into invoices (source, external_id, number, currency, total, balance, status, account) values ('test', $1, $1, 'usd', 1000, 1000, 'open', 'operating-ny') returning id`
const ALLOCATION = `insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount) values (1, $1, $2, $3, $4, 1000)`

async function insertPayment(payer: number, { reference, name }: { reference: string; name: string }): Promise<number> {
  const id = (await query(PAYMENT, [reference, payer])).rows[0]?.id
  const invoice = (await query(INVOICE, [`ext-${reference}`])).rows[0]?.id
  await query(ALLOCATION, [id, reference, invoice, name.slice(0, 100)])
  return id
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const squeeze = (text: string): string => text.replace(/\s+/gu, ' ').trim()
const plainOf = (html: string): string =>
  html.replace(/<[^>]*>/g, ' ').replace(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => ENTITIES[name] ?? '')
const attributes = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`<[a-z]+\\b[^>]*?\\s${name}="([^"]*)"`, 'gi'))].map(([, value = '']) => plainOf(value))
const ALLOWED_TAGS = new Set('html head meta title body div p a table tr td strong em br ul ol li h1 h2 h3'.split(' '))

function expectSafe({ mail, kind, token }: { mail: ReceivedMail; kind: MailKind; token: string | null }): void {
  const { page } = KINDS[kind]
  const { html, text, subject, headers } = mail
  const path = page === '' ? '' : `/${page}`
  const url = page === null ? null : `${SERVER_URL}/portal${path}${token === null ? '' : `?token=${token}`}`
  expect([kind, attributes(html, 'href')]).toEqual([kind, url === null ? [] : [url]])
  expect([kind, attributes(html, 'src')]).toEqual([kind, []])
  const tags = new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag = '']) => tag.toLowerCase()))
  expect([kind, [...tags].filter((tag) => !ALLOWED_TAGS.has(tag))]).toEqual([kind, []])
  expect(html).not.toMatch(/\son[a-z]+\s*=\s*["'][^"']*["'][^<]*>/i)
  if (url !== null) expect([kind, text.split('\n').filter((line) => line.trim() === url)]).toEqual([kind, [url]])
  if (token !== null) {
    expect([kind, text.split(token).length - 1]).toEqual([kind, 1])
    // In the button, and as the text to copy.
    expect([kind, html.split(token).length - 1]).toEqual([kind, 2])
  }
  const shown = squeeze(plainOf(html))
  for (const line of text.split('\n').map(squeeze).filter(Boolean)) {
    const said = line.replace(/: (?=[^:]*$)/, ' ').replace(/:$/, '')
    expect([kind, shown.includes(line) || shown.includes(said) ? '' : line]).toEqual([kind, ''])
  }
  expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
  expect(Object.keys(headers).filter((name) => /^(bcc|cc|x-injected|body)$/i.test(name))).toEqual([])
  expect(mail.to).toHaveLength(1)
  expect(mail.from.map(({ address }) => address)).toEqual(['billing@firm.test'])
}

async function sendAll(name: string, payer: { id: number; email: string }): Promise<Map<MailKind, string | null>> {
  const tokens = new Map<MailKind, string | null>()
  for (const kind of MAIL_KINDS) {
    const { purpose, data } = KINDS[kind]
    const link = purpose ? await linkOf(host, { purpose, payer: payer.email }) : null
    const isPayment = kind === 'receipt' || kind === 'payment_failed'
    const reference = `R-${payer.id}-${kind}`
    const about = isPayment ? { transaction: await insertPayment(payer.id, { reference, name }) } : (data?.(name) ?? {})
    await withTransaction(host.payload, (tx) =>
      enqueueMail(tx, {
        kind,
        // The address tells the mails apart.
        recipient: `${kind}.${payer.id}@example.test`,
        payer: payer.id,
        data: about,
        ...(link ? { token: link.id } : {}),
      }),
    )
    tokens.set(kind, link?.token ?? null)
  }
  return tokens
}

describe('what stands in a mail', () => {
  for (const [at, name] of NAMES.entries()) {
    it(`A-14 name ${at + 1}: every kind of mail has its one link of ours, and no name becomes markup or a header`, async () => {
      await host.payload.updateGlobal({ slug: 'portal-settings', data: { firmName: name }, overrideAccess: true })
      const payer = await loginPayer(host, { data: { firstName: name, lastName: name, businessName: name } })
      const tokens = await sendAll(name, payer)
      for (const [kind, token] of tokens) {
        const [mail, ...more] = await mailHost.mailsTo(`${kind}.${payer.id}@example.test`)
        expect([kind, mail === undefined, more.length]).toEqual([kind, false, 0])
        if (mail) expectSafe({ mail, kind, token })
      }
      expect(await mailHost.mailsTo('victim@example.test')).toEqual([])
    })
  }

  it('A-14 every door that mails a link mails that of the configured server, whatever the caller says its host is', async () => {
    await host.payload.updateGlobal({
      slug: 'portal-settings',
      data: { firmName: 'Marsh & Pell LLP' },
      overrideAccess: true,
    })
    const payer = await loginPayer(host)
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      host.call(`/api/${path}`, { method: 'POST', body, headers: { ...EVIL, ...headers } })
    const { staff } = mailHost
    const doors: Record<string, { to: string; page: string; ask: () => Promise<{ status: number; body: any }> }> = {
      toggle: {
        to: 'toggled@example.test',
        page: 'accept-invite',
        ask: () => post('payers', { email: 'toggled@example.test', loginAccess: true }, staff),
      },
      forgot: {
        to: payer.email,
        page: 'reset-password',
        ask: () => post('payers/forgot-password', { email: payer.email }),
      },
      person: {
        to: 'person@example.test',
        page: 'accept-invite',
        ask: () =>
          post(
            'portal/people',
            { email: 'person@example.test', name: NAMES[0], role: 'view', currentPassword: 'Demo-portal-2026!' },
            payer.headers,
          ),
      },
      'own email': {
        to: 'moved@example.test',
        page: 'confirm-email',
        ask: () =>
          post(
            'payers/change-email',
            { email: 'moved@example.test', currentPassword: 'Demo-portal-2026!' },
            payer.headers,
          ),
      },
    }
    for (const [door, { to, page, ask }] of Object.entries(doors)) {
      const { status } = await ask()
      expect([door, status < 300]).toEqual([door, true])
      const mail = (await mailHost.mailsTo(to)).at(-1)
      const [url = ''] = /\S+\?token=[\w-]{43}/.exec(mail?.text ?? '') ?? []
      expect([door, url.split('?')[0]]).toEqual([door, `${SERVER_URL}/portal/${page}`])
      expect([door, attributes(mail?.html ?? '', 'href')]).toEqual([door, [url]])
      expect(JSON.stringify(mail)).not.toContain('evil.test/')
    }
  })
})
