import { generateSync } from 'otplib'
import { DEMO_PASSWORD } from '../../../demo/seed/demoPayers.ts'
import type { Visit } from './portalPages.ts'

/** A payer of the demo who logs in with two steps from the first of these pages on. */
const TWO_STEP_PAYER = 'payer-5@demo.test'

/** Lets a payer of the demo log in with an authenticator app; a payer who does already stays as is. */
async function addApp(server: string, email: string): Promise<void> {
  const call = async (path: string, body: unknown, token?: string) => {
    const answer = await fetch(`${server}/api/payers/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `JWT ${token}` } : {}) },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as Record<string, string> & { secondFactor?: unknown }
  }
  const login = await call('login', { email, password: DEMO_PASSWORD })
  if (login.secondFactor) return
  const { challenge, secret = '' } = await call('second-factor/totp', { currentPassword: DEMO_PASSWORD }, login.token)
  await call('second-factor/totp/confirm', { challenge, code: generateSync({ secret }) }, login.token)
}

async function logIn({ page, server }: Visit, email: string): Promise<void> {
  await page.goto(`${server}/portal/login`)
  await page.getByLabel('Email').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** After the password of a payer with an authenticator app. */
export async function toSecondStep(visit: Visit): Promise<void> {
  await addApp(visit.server, TWO_STEP_PAYER)
  await logIn(visit, TWO_STEP_PAYER)
}

export async function toRecoveryCode(visit: Visit): Promise<void> {
  await toSecondStep(visit)
  await visit.page.getByRole('button', { name: 'Use a recovery code' }).click()
}

/** As where the firm requires a second step: the demo only offers it, so its answer is put in here. */
export async function toEnroll(visit: Visit): Promise<void> {
  const route = '**/api/payers/login'
  await visit.page.route(route, (request) =>
    request.fulfill({ json: { message: 'Second factor', secondFactor: { challenge: 'none', enroll: true } } }),
  )
  await logIn(visit, TWO_STEP_PAYER)
  await visit.page.getByRole('heading', { name: 'Set up two-step login' }).waitFor()
  await visit.page.unroute(route)
}

/** In the profile: the picture for an authenticator app. */
export async function toAppSetup({ page, server }: Visit): Promise<void> {
  await page.goto(`${server}/portal/profile`)
  await page.getByRole('button', { name: 'Add an authenticator app' }).click()
  await page.getByRole('textbox', { name: 'Current password' }).last().fill(DEMO_PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByText('Cannot scan it?').click()
}

export async function toRecoveryCodes(visit: Visit): Promise<void> {
  await toAppSetup(visit)
  const secret = ((await visit.page.locator('.pp-secret code').textContent()) ?? '').replace(/\s/g, '')
  await visit.page.getByLabel('Code').fill(generateSync({ secret }))
  await visit.page.getByRole('button', { name: 'Confirm' }).click()
}
