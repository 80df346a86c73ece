import { poolOf } from '../../src/base/database.ts'
import { hashPassword } from '../../src/login/argon2.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import type { Answer, Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'
import { payerCalls } from '../helpers/payerCalls.ts'

let mailHost: MailHost
let host: Host
const { post } = payerCalls(() => host)
beforeAll(async () => {
  mailHost = await bootMailHost()
  host = mailHost.host
})
afterAll(() => mailHost.close())

const EMAIL = 'josephine.baker@example.test'
/** What nobody may choose, and the code of the refusal. */
const REFUSED: Readonly<Record<string, [unknown, string]>> = {
  'eleven characters': ['q7RmZ2-xVb9', 'password_weak'],
  'eleven of which some take two units': ['q7RmZ2😀😀😀xV', 'password_weak'],
  '257 characters': ['q7RmZ2-xVb9 '.repeat(22).slice(0, 257), 'password_weak'],
  blanks: [' '.repeat(20), 'password_weak'],
  'blanks of every kind': ['\t\n\u00a0\u2003\u3000\u200b\u200d\ufeff'.repeat(3), 'password_weak'],
  'blanks around a letter': [`${' '.repeat(15)}a`, 'password_weak'],
  'one character again and again': ['😀'.repeat(14), 'password_weak'],
  'two characters again and again': ['é!é!é!é!é!é!é!', 'password_weak'],
  'counting up': ['abcdefghijklmn', 'password_weak'],
  'a common one': ['password1234', 'password_weak'],
  'a common one, dressed up': ['P-a-s-s-w-o-r-d 2026!', 'password_weak'],
  'a walk over the keyboard': ['qwertyuiop[]', 'password_weak'],
  'the email': [EMAIL, 'password_weak'],
  'the email in capitals, with digits': [`${EMAIL.toUpperCase()}1`, 'password_weak'],
  'the name in the email': ['Josephine-Baker 2026', 'password_weak'],
  'a NUL': ['q7RmZ2\0xVb9-k4', 'bad_request'],
  'half of a pair': ['q7RmZ2\ud800xVb9-k4', 'bad_request'],
  '2 MB': ['q7RmZ2-xVb9 '.repeat(180_000), 'bad_request'],
  'no text': [['q7RmZ2-xVb9-k4'], 'bad_request'],
  number: [123456789012, 'bad_request'],
  object: [{ $ne: '' }, 'bad_request'],
}
/** What a person may choose. */
const ALLOWED = {
  'twelve characters': 'q7RmZ2-xVb9k',
  '256 characters': 'q7RmZ2-xVb9 '.repeat(22).slice(0, 256),
  '256 characters of two units': '😀🎈🌍🐘🍏🚲'.repeat(43).slice(0, 512),
  'blanks at both ends': ' q7RmZ2 xVb9 ',
  Greek: 'ο σκύλος μου γαβγίζει',
  Chinese: '我家的狗每天早上六点叫两次',
} as const

/** Every route that takes a new password, with a link or a session that is good for it. */
const routes: Record<string, () => Promise<(password: unknown) => Promise<Answer>>> = {
  'accept-invite': async () => {
    const token = await linkFor(async () => {
      await host.payload.create({
        collection: 'payers',
        data: { email: EMAIL, loginAccess: true },
        overrideAccess: true,
      })
    }, EMAIL)
    return (password) => post('accept-invite', { token, password })
  },
  'reset-password': async () => {
    await loginPayer(host, { email: EMAIL })
    const token = await linkFor(() => post('forgot-password', { email: EMAIL }), EMAIL)
    return (password) => post('reset-password', { token, password })
  },
  'change-password': async () => {
    const payer = await loginPayer(host, { email: EMAIL })
    return (password) => post('change-password', { currentPassword: PASSWORD, password }, payer.headers)
  },
  'confirm-email': async () => {
    // Two records of one login: the one that moves needs a login of its own.
    const { id } = await loginPayer(host, { email: 'two-records@example.test' })
    await loginPayer(host, { email: 'two-records@example.test' })
    const token = await linkFor(
      () =>
        host.call(`/api/payers/${id}/change-email`, {
          method: 'POST',
          body: { email: EMAIL },
          headers: mailHost.staff,
        }),
      EMAIL,
    )
    return (password) => post('confirm-email', { token, password })
  },
}

async function linkFor(cause: () => Promise<unknown>, email: string): Promise<string> {
  await cause()
  return linkToken((await mailHost.mailsTo(email)).at(-1))
}

const forget = () => poolOf(host.payload).query('delete from payer_portal_limits')
const startAnew = () => poolOf(host.payload).query('truncate payers, payer_portal_logins, payer_portal_mails cascade')

describe('the passwords of payers', () => {
  for (const [route, open] of Object.entries(routes)) {
    it(`A-17 ${route} refuses each password of the table, clearly, before anything is hashed, and the link stays good`, async () => {
      await startAnew()
      const choose = await open()
      // The current password is hashed, where one is asked for.
      const hashes = route === 'change-password' ? 1 : 0
      // The first call loads what it needs.
      await choose(null)
      for (const [name, [password, code]] of Object.entries(REFUSED)) {
        await forget()
        // Whatever has to be hashed waits behind these.
        let isHashed = false
        const busy = Promise.all(Array.from({ length: 12 }, () => hashPassword(PASSWORD))).then(() => {
          isHashed = true
        })
        const { status, body } = await choose(password)
        expect([name, status, body.errors?.[0].data.code]).toEqual([name, 400, code])
        if (hashes === 0) expect([name, isHashed]).toEqual([name, false])
        await busy
      }
      expect((await choose('q7RmZ2-xVb9k')).status).toBe(200)
    })
  }

  it('A-17 every password that is allowed logs in afterwards, and nothing close to it does', async () => {
    await startAnew()
    const payer = await loginPayer(host, { email: EMAIL })
    let current: string = PASSWORD
    for (const [name, password] of Object.entries(ALLOWED)) {
      await forget()
      const changed = await post('change-password', { currentPassword: current, password }, payer.headers)
      expect([name, changed.status]).toEqual([name, 200])
      current = password
      const logIn = async (text: string) => (await post('login', { email: EMAIL, password: text })).status
      expect([name, await logIn(password)]).toEqual([name, 200])
      for (const close of [
        [...password].slice(0, -1).join(''),
        `${password} `,
        password.toUpperCase(),
        password.trim(),
      ])
        if (close !== password) expect([name, close, await logIn(close)]).toEqual([name, close, 401])
    }
  })

  it('A-17 a letter that keyboards write in two ways is the same letter', async () => {
    await startAnew()
    const payer = await loginPayer(host, { email: EMAIL })
    const password = 'Crème brûlée à Zürich'
    await post('change-password', { currentPassword: PASSWORD, password: password.normalize('NFD') }, payer.headers)
    for (const form of ['NFC', 'NFD'] as const)
      expect([form, (await post('login', { email: EMAIL, password: password.normalize(form) })).status]).toEqual([
        form,
        200,
      ])
  })

  it('A-17 routes that ask for the current password refuse what is none before they count or hash', async () => {
    await startAnew()
    const payer = await loginPayer(host, { email: EMAIL })
    const bodies: [string, object][] = [
      ['login', { email: EMAIL }],
      ['change-password', { password: 'q7RmZ2-xVb9k' }],
      ['change-email', { email: 'new@example.test' }],
      ['second-factor/totp', {}],
      ['second-factor/passkey', {}],
      ['second-factor/recovery-codes', {}],
    ]
    await forget()
    for (const [route, body] of bodies) {
      const name = route === 'login' ? 'password' : 'currentPassword'
      for (const value of ['', null, 12, ['x'], { a: 1 }, 'x\0y', '\ud800', 'x'.repeat(2_000_000)]) {
        const { status } = await post(route, { ...body, [name]: value }, payer.headers)
        expect([route, String(value).slice(0, 20), status]).toEqual([route, String(value).slice(0, 20), 400])
      }
      // Longer than any password, and still only wrong.
      const long = await post(route, { ...body, [name]: PASSWORD.repeat(1000) }, payer.headers)
      expect([route, long.status]).toEqual([route, route === 'login' ? 401 : 400])
    }
  })
})
