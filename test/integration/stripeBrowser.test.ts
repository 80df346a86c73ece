// The stand-in's Stripe.js in a real browser, on a page with a strict content security policy.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core'
import { findChromium } from '../../demo/infra/findChromium.ts'
import { stripeGateway } from '../../src/payments/gateways/stripe/stripeGateway.ts'
import type { PaymentGateway } from '../../src/payments/PaymentGateway.ts'
import { PUBLISHABLE_KEY, SECRET_KEY, type StandIn, startStandIn, WEBHOOK_SECRET } from './stripeStandIn.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const PAGE_SCRIPT = `
const out = document.querySelector('output')
const stripe = window.Stripe('${PUBLISHABLE_KEY}')
const isDark = matchMedia('(prefers-color-scheme: dark)').matches
const elements = stripe.elements({ mode: 'payment', amount: 5000, currency: 'usd', appearance: { theme: isDark ? 'night' : 'stripe' } })
const element = elements.create('payment')
element.on('ready', () => { document.querySelector('button').disabled = false })
element.on('change', (event) => { document.body.dataset.complete = event.complete })
element.mount('#form')
document.querySelector('button').addEventListener('click', async () => {
  out.textContent = ''
  const { error } = await elements.submit()
  if (error) return void (out.textContent = 'form: ' + error.message)
  const made = await stripe.createConfirmationToken({ elements })
  if (made.error) return void (out.textContent = 'token: ' + made.error.code)
  const paid = await (await fetch('/pay', { method: 'POST', body: made.confirmationToken.id })).json()
  if (paid.status !== 'requires_action') return void (out.textContent = 'paid: ' + paid.status)
  const next = await stripe.handleNextAction({ clientSecret: paid.clientSecret })
  out.textContent = next.error ? 'next: ' + next.error.code : 'next: ' + next.paymentIntent.status
})`

let standIn: StandIn
let gateway: PaymentGateway
let site: Server
let browser: Browser
let page: Page
/** Every body that the page's own server was sent. */
let bodies: string[] = []

function policy(): string {
  const { script, frame, connect } = gateway.contentSecurity
  return `default-src 'none'; script-src 'self' ${script.join(' ')}; frame-src ${frame.join(' ')}; connect-src 'self' ${connect.join(' ')}`
}

async function pay(confirmationToken: string): Promise<string> {
  const { customer } = await gateway.ensureCustomer({ payerReference: 'browser', idempotencyKey: 'browser' })
  const method = { confirmationToken }
  const payment = await gateway.createPayment({
    customer,
    amount: 5000,
    currency: 'usd',
    account: 'operating',
    reference: 'B',
    saveMethod: false,
    method,
    idempotencyKey: `c-${confirmationToken}`,
  })
  return JSON.stringify(
    await gateway.confirmPayment({
      payment: payment.id,
      method,
      saveMethod: false,
      returnUrl: 'http://127.0.0.1/',
      idempotencyKey: `f-${confirmationToken}`,
    }),
  )
}

function startSite(): Server {
  return createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    bodies.push(body)
    if (request.url === '/pay') return void response.end(await pay(body))
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.setHeader('content-security-policy', policy())
    response.setHeader('referrer-policy', 'no-referrer')
    const html = `<!doctype html><html lang="en"><title>Pay</title><meta name="viewport" content="width=device-width"><div id="form"></div><button disabled>Pay</button><output></output><script src="${standIn.url}/stripe.js"></script><script src="/page.js"></script></html>`
    response.end(isScript ? PAGE_SCRIPT : html)
  })
}

beforeAll(async () => {
  standIn = await startStandIn()
  gateway = stripeGateway({
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    webhookSecret: WEBHOOK_SECRET,
    apiBase: standIn.url,
    scriptUrl: `${standIn.url}/stripe.js`,
  })
  site = startSite()
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  browser = await chromium.launch(await findChromium())
})

afterAll(async () => {
  await browser.close()
  site.closeAllConnections()
  await new Promise((resolve) => site.close(resolve))
  const violations = await standIn.list('violations')
  await standIn.close()
  expect(violations).toEqual([])
})

async function open(colorScheme: 'light' | 'dark' = 'light'): Promise<FrameLocator> {
  bodies = []
  page = await browser.newPage({ colorScheme, viewport: { width: 360, height: 800 } })
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
  await page.locator('button:enabled').waitFor()
  expect(problems).toEqual([])
  return page.frameLocator('iframe[title="Secure payment input frame"]')
}

afterEach(() => page.close())

async function type(form: FrameLocator, number: string): Promise<void> {
  await form.getByLabel('Card number').pressSequentially(number)
  await form.getByLabel('Expiration date').pressSequentially('1234')
  await form.getByLabel('Security code').pressSequentially('123')
  await form.getByLabel('ZIP / postal code').fill('10001')
}

async function result(): Promise<string> {
  await page.locator('output:not(:empty)').waitFor()
  return (await page.locator('output').textContent()) ?? ''
}

const authentication = (): FrameLocator => page.frameLocator('iframe[title="Secure authentication frame"]')

it('a card pays, and its number reaches the stand-in only', async () => {
  const form = await open()
  await type(form, '4242424242424242')
  expect(await form.getByLabel('Card number').inputValue()).toBe('4242 4242 4242 4242')
  expect(await page.locator('body').getAttribute('data-complete')).toBe('true')
  await page.getByRole('button', { name: 'Pay' }).click()
  expect(await result()).toBe('paid: succeeded')
  expect(bodies.filter(Boolean)).toEqual([expect.stringMatching(/^ctoken_/)])
})

it('an incomplete form says what is missing, in the fields too, and sends nothing', async () => {
  const form = await open()
  await page.getByRole('button', { name: 'Pay' }).click()
  expect(await result()).toBe('form: Your card number is incomplete.')
  expect(await form.getByLabel('Card number').getAttribute('aria-invalid')).toBe('true')
  expect(await form.locator('#number-error').textContent()).toBe('Your card number is incomplete.')
  expect(bodies.filter(Boolean)).toEqual([])
})

it.each([
  ['4000000000000002', 'paid: failed'],
  ['4539578763621486', 'token: card_declined'],
])('the card %s ends in %s', async (number, expected) => {
  await type(await open(), number)
  await page.getByRole('button', { name: 'Pay' }).click()
  expect(await result()).toBe(expected)
})

it('a US bank account is processing', async () => {
  const form = await open()
  await form.getByText('US bank account').click()
  await form.getByLabel('Name on the account').fill('Ann Example')
  await form.getByLabel('Routing number').fill('110000000')
  await form.getByLabel('Account number').fill('000123456789')
  await page.getByRole('button', { name: 'Pay' }).click()
  expect(await result()).toBe('paid: processing')
})

it.each([
  ['Enter', 'next: succeeded'],
  ['Tab Enter', 'next: payment_intent_authentication_failure'],
  ['Escape', 'next: payment_intent_authentication_failure'],
])('3-D Secure by keyboard, %s: %s', async (keys, expected) => {
  await type(await open(), '4000002760003184')
  await page.getByRole('button', { name: 'Pay' }).focus()
  await page.keyboard.press('Enter')
  await authentication().locator('button:focus').waitFor()
  for (const key of keys.split(' ')) await page.keyboard.press(key)
  expect(await result()).toBe(expected)
  expect(await page.locator('dialog').count()).toBe(0)
})

it('without Stripe.js the bank is visited by a redirect and leads back', async () => {
  await open()
  const origin = new URL(page.url()).origin
  const { id, next_action: action } = await standIn.stripe.paymentIntents.create({
    amount: 5000,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_authenticationRequired',
    return_url: `${origin}/back?tab=1`,
  })
  await page.goto(action?.redirect_to_url?.url ?? '')
  await page.getByRole('button', { name: 'Complete authentication' }).click()
  await page.waitForURL(`${origin}/back**`)
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({
    tab: '1',
    payment_intent: id,
    redirect_status: 'succeeded',
  })
  expect((await standIn.stripe.paymentIntents.retrieve(id)).status).toBe('succeeded')
})

it.each(['light', 'dark'] as const)('the frames have no WCAG 2.2 AA violation, %s', async (colorScheme) => {
  const form = await open(colorScheme)
  await page.getByRole('button', { name: 'Pay' }).click()
  await result()
  await type(form, '4000002760003184')
  await page.getByRole('button', { name: 'Pay' }).click()
  await authentication().locator('button:focus').waitFor()
  const frames = page.frames().filter((frame) => frame !== page.mainFrame())
  expect(frames).toHaveLength(2)
  for (const frame of frames) {
    await frame.evaluate(`${AXE};0`)
    const found = await frame.evaluate<string[]>(
      `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then((r) => r.violations.map((v) => v.id + ' ' + v.nodes.map((n) => n.html).join()))`,
    )
    expect(found).toEqual([])
  }
})
