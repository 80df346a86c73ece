import { generateSync } from 'otplib'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../../demo/seed/demoPayers.ts'

export type Login = { page: Page; server: string; email: string }

/** The code of an authenticator app, `steps` of half a minute from now: each works once. */
export const codeOf = (secret: string, steps = 0): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 })

/** Types email and password of a payer of the demo. */
export async function typePassword({ page, server, email }: Login): Promise<void> {
  await page.goto(`${server}/portal/login`)
  await page.getByLabel('Email').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: 'Log in' }).click()
}

export const isIn = (page: Page): Promise<void> => page.getByRole('heading', { name: 'Your invoices' }).waitFor()

export async function logOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of / }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
}

/** Gives the browser of the page a device that makes passkeys and signs with them, as a fingerprint reader does. */
export async function addDevice(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** Enters what the shown authenticator app would say; answers the secret. */
export async function confirmApp(page: Page): Promise<string> {
  await page.getByText('Cannot scan it?').click()
  const secret = ((await page.locator('.pp-secret code').textContent()) ?? '').replace(/\s/g, '')
  await page.getByLabel('Code').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Confirm' }).click()
  return secret
}

/** Saves the recovery codes that are shown, and goes on by the button `next`. */
export async function keepCodes(page: Page, next: string): Promise<string[]> {
  await page.getByText('Save your recovery codes').waitFor()
  const codes = await page.locator('.pp-codes code').allTextContents()
  await page.locator('label.pp-check', { hasText: 'I have saved these codes' }).click()
  await page.getByRole('button', { name: next, exact: true }).click()
  return codes
}
