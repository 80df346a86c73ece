import type { Page } from 'playwright-core'
import { toAppSetup, toEnroll, toRecoveryCode, toRecoveryCodes, toSecondStep } from './factorPages.ts'
import { cardForm, choosePart, goHome, radio } from './payerActions.ts'

/** Whose browser: nobody's, the story's payer's, or that of a payer who sees nothing yet. */
export type Visitor = 'nobody' | 'payer' | 'empty'
export type Visit = { page: Page; server: string }
export type PortalPage = {
  name: string
  visitor: Visitor
  /** Goes there; it has arrived when `shows` stands there. */
  open(visit: Visit): Promise<unknown>
  /** A text that only this page shows. */
  shows: string | RegExp
}

const at =
  (path: string) =>
  ({ page, server }: Visit) =>
    page.goto(`${server}/portal${path}`)

/** The home page with another kind of invoices. */
const filtered = (kind: string) => async (visit: Visit) => {
  await at('/')(visit)
  await visit.page.getByRole('button', { name: /Show(?! more)/ }).click()
  await visit.page.getByRole('option', { name: kind }).click()
}

async function toInvoice({ page, server }: Visit): Promise<void> {
  await goHome(page, server)
  await page.getByRole('searchbox', { name: 'Search' }).fill('S-OPEN-3')
  await page.getByRole('link', { name: 'Invoice S-OPEN-3', exact: true }).click()
}

async function toReceipt(visit: Visit): Promise<void> {
  await at('/payments')(visit)
  const paid = visit.page.locator('.pp-row', { has: visit.page.getByText('Paid', { exact: true }) })
  await paid.getByRole('link').first().click()
}

async function toPay({ page, server }: Visit): Promise<void> {
  await goHome(page, server)
  await choosePart(page, 'S-OPEN-3', '10.00')
}

async function toPayWithNew(visit: Visit): Promise<void> {
  await toPay(visit)
  await radio(visit.page, 'New card or bank account').click()
  await cardForm(visit.page).getByLabel('Card number').waitFor()
}

async function toAdd(visit: Visit): Promise<void> {
  await at('/payment-methods')(visit)
  await visit.page.getByRole('button', { name: 'Add a payment method' }).click()
  await cardForm(visit.page).getByLabel('Card number').waitFor()
}

async function toOneAmount({ page, server }: Visit): Promise<void> {
  await goHome(page, server)
  await page.getByRole('button', { name: 'Pay one amount' }).click()
}

async function toSelection({ page, server }: Visit): Promise<void> {
  await goHome(page, server)
  await page.locator('.pp-row label.pp-check').first().click()
}

/** A press on the way to a state of a page. */
const pressed = (path: string, button: string) => async (visit: Visit) => {
  await at(path)(visit)
  await visit.page.getByRole('button', { name: button, exact: true }).click()
}

/** Staff's view of the payer, in the browser that both use. */
async function toView({ page, server }: Visit): Promise<void> {
  await page.goto(`${server}/portal/profile`)
  const path = await page.evaluate(async () => {
    const me = (await (await fetch('/api/payers/me')).json()) as { user: { id: number } }
    const answer = await fetch(`/api/payers/${me.user.id}/view`, { method: 'POST' })
    return ((await answer.json()) as { path: string }).path
  })
  await page.goto(`${server}${path}`)
}

/** Every page of the portal and every state of it that looks different. A new one is one more line. */
export const PORTAL_PAGES: readonly PortalPage[] = [
  { name: 'login', visitor: 'nobody', open: at('/login'), shows: 'Forgot your password?' },
  { name: 'forgotten password', visitor: 'nobody', open: at('/forgot-password'), shows: 'Back to log in' },
  { name: 'reset', visitor: 'nobody', open: at('/reset-password?token=x'), shows: 'Ask for a new link' },
  { name: 'invite', visitor: 'nobody', open: at('/accept-invite?token=x'), shows: /ask .* for a new invite/ },
  { name: 'confirm email', visitor: 'nobody', open: at('/confirm-email?token=x'), shows: /used or has expired/ },
  { name: 'home', visitor: 'payer', open: at('/'), shows: /Choose all/ },
  { name: 'home, one chosen', visitor: 'payer', open: toSelection, shows: /Pay now/ },
  { name: 'home, credits', visitor: 'payer', open: filtered('Credits'), shows: 'Invoice S-CREDIT' },
  { name: 'home, paid', visitor: 'payer', open: filtered('Paid'), shows: /Paid|is paid yet/ },
  { name: 'home, one amount', visitor: 'payer', open: toOneAmount, shows: 'Oldest to newest' },
  { name: 'home, nothing shared', visitor: 'empty', open: at('/'), shows: 'No invoices are shared with you yet' },
  { name: 'invoice', visitor: 'payer', open: toInvoice, shows: 'Pay this invoice' },
  { name: 'pay with a saved card', visitor: 'payer', open: toPay, shows: /ending in 4242/ },
  { name: 'pay with a new card', visitor: 'payer', open: toPayWithNew, shows: 'Save this for later' },
  { name: 'receipt', visitor: 'payer', open: toReceipt, shows: 'Receipt as PDF' },
  { name: 'history', visitor: 'payer', open: at('/payments'), shows: /Payment P-/ },
  { name: 'history, empty', visitor: 'empty', open: at('/payments'), shows: 'You have not made any payments' },
  { name: 'methods', visitor: 'payer', open: at('/payment-methods'), shows: /ending in 4242/ },
  { name: 'methods, empty', visitor: 'empty', open: at('/payment-methods'), shows: 'No payment method is saved' },
  { name: 'methods, adding one', visitor: 'empty', open: toAdd, shows: 'I agree that this is saved' },
  { name: 'profile', visitor: 'payer', open: at('/profile'), shows: 'Current password' },
  {
    name: 'profile, changing the email',
    visitor: 'payer',
    open: pressed('/profile', 'Change the email'),
    shows: 'Mail the link',
  },
  { name: 'profile, devices', visitor: 'payer', open: at('/profile'), shows: 'This device' },
  { name: 'people', visitor: 'payer', open: at('/people'), shows: 'Invite a person' },
  { name: 'people, inviting', visitor: 'payer', open: pressed('/people', 'Invite a person'), shows: 'Send the invite' },
  { name: 'undo email', visitor: 'nobody', open: at('/undo-email?token=x'), shows: 'Undo the change' },
  { name: 'second step', visitor: 'nobody', open: toSecondStep, shows: /Six digits/ },
  { name: 'second step, recovery code', visitor: 'nobody', open: toRecoveryCode, shows: /It works once/ },
  { name: 'enrol', visitor: 'nobody', open: toEnroll, shows: 'Use an authenticator app' },
  { name: 'two-step, an app', visitor: 'empty', open: toAppSetup, shows: /Scan this picture/ },
  { name: 'recovery codes', visitor: 'empty', open: toRecoveryCodes, shows: 'I have saved these codes' },
  { name: 'not found', visitor: 'payer', open: at('/nowhere'), shows: 'There is nothing at this address' },
  // The last one: from here on this tab is the view's.
  { name: 'view as payer', visitor: 'payer', open: toView, shows: /Nothing can be changed/ },
]

export const EMPTY_PAYER = 'payer-6@demo.test'
