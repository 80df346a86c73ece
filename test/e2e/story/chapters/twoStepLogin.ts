import fs from 'node:fs'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../../../demo/seed/demoPayers.ts'
import { type Demo, demoPlace, startDemo } from '../../demo/startDemo.ts'
import { overflow, PHONE, problemsOf } from '../axe.ts'
import { addDevice, codeOf, confirmApp, isIn, keepCodes, logOut, typePassword } from '../factorActions.ts'
import { confirm, logInStaff, openPayer, openTab, popUp } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const EMAIL = 'payer-2@demo.test'
const PASSKEY = 'Fingerprint of the phone'

/** Nothing on the page that keeps somebody out, on a phone, light and dark. */
async function expectAccessible(page: Page): Promise<void> {
  expect(await problemsOf(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
}

async function beginInProfile(page: Page, server: string, button: string): Promise<void> {
  await page.goto(`${server}/portal/profile`)
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('textbox', { name: 'Current password' }).last().fill(DEMO_PASSWORD)
  await page.keyboard.press('Enter')
}

/** Staff take the second step away on the page of the payer. */
async function clearFactors(staff: Page, server: string): Promise<void> {
  await openPayer(staff, server, EMAIL)
  await openTab(staff, 'Payer Information')
  const login = staff.getByRole('region', { name: 'Login', exact: true })
  await login.getByRole('button', { name: 'Reset two-step login' }).click()
  await confirm(staff, 'Reset two-step login')
  await popUp(staff, `Two-step login was reset for ${EMAIL}`).waitFor()
}

/** A payer protects the login with an app and a passkey, uses each, and loses them all. */
export function twoStepLogin(told: Told): void {
  describe('a payer logs in with two steps, on a phone', () => {
    let page: Page
    let secret: string
    let codes: string[]
    const server = () => told.story.demo.server
    const password = () => typePassword({ page, server: server(), email: EMAIL })
    beforeAll(async () => {
      page = await told.story.open(PHONE)
      await addDevice(page)
    })
    afterAll(async () => {
      await page?.context().close()
    })

    step('adds an authenticator app in the profile, and keeps the recovery codes', async () => {
      await password()
      await isIn(page)
      await beginInProfile(page, server(), 'Add an authenticator app')
      secret = await confirmApp(page)
      codes = await keepCodes(page, 'Done')
      expect(new Set(codes).size).toBe(10)
      await page.getByText('Two-step login is changed').waitFor()
    })

    step('adds a passkey beside it', async () => {
      await beginInProfile(page, server(), 'Add a passkey')
      await page.getByLabel('Name', { exact: true }).fill(PASSKEY)
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Create the passkey' }).click()
      await page.getByText('Two-step login is changed').waitFor()
      const rows = page.locator('.pp-factors li')
      await rows.filter({ hasText: PASSKEY }).waitFor()
      expect(await rows.count()).toBe(2)
      await expectAccessible(page)
    })

    step('logs in with the passkey', async () => {
      await logOut(page)
      await password()
      await page.getByRole('button', { name: 'Use your passkey' }).waitFor()
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Use your passkey' }).click()
      await isIn(page)
    })

    step('logs in with the app, whose wrong code opens nothing', async () => {
      await logOut(page)
      await password()
      await page.getByRole('button', { name: 'Use the authenticator app' }).click()
      await page.getByLabel('Code').fill(codeOf(secret, 400))
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.getByRole('alert').first().waitFor()
      // The half-way state is nobody: another page of the portal asks for the login.
      const session = await page.evaluate(async () => (await fetch('/api/portal/summary')).status)
      expect(session).toBe(401)
      await page.getByLabel('Code').fill(codeOf(secret, 1))
      await page.getByRole('button', { name: 'Log in' }).click()
      await isIn(page)
    })

    step('logs in with a recovery code, which works once', async () => {
      const [code = ''] = codes
      const enterCode = async () => {
        await logOut(page)
        await password()
        await page.getByRole('button', { name: 'Use a recovery code' }).click()
        await page.getByLabel('Recovery code').fill(code)
        await page.getByRole('button', { name: 'Log in' }).click()
      }
      await enterCode()
      await isIn(page)
      await page.goto(`${server()}/portal/profile`)
      await page.getByText('Recovery codes left: 9').waitFor()
      await enterCode()
      await page.getByRole('alert').first().waitFor()
    })

    step('staff see which ways there are and take them away: the password alone opens the login', async () => {
      const { staff } = told.story
      await openPayer(staff, server(), EMAIL)
      await openTab(staff, 'Payer Information')
      await staff.getByText('Passkey, Authenticator app').waitFor()
      await clearFactors(staff, server())
      await staff.getByText('Not set up.').waitFor()
      await password()
      await isIn(page)
      await page.goto(`${server()}/portal/profile`)
      await page.getByText('Off. Add a way').waitFor()
    })
  })

  describe('where the firm requires two steps', () => {
    const place = demoPlace()
    let demo: Demo
    let page: Page
    let staff: Page
    const password = () => typePassword({ page, server: demo.server, email: EMAIL })
    beforeAll(async () => {
      demo = await startDemo(await place, { SECOND_FACTOR: 'required' })
      page = await told.story.open(PHONE)
      await addDevice(page)
      staff = await told.story.open()
    }, 240_000)
    afterAll(async () => {
      await page?.context().close()
      await staff?.context().close()
      await demo?.stop()
      fs.rmSync((await place).dataDir, { recursive: true, force: true })
    }, 60_000)

    step('nobody gets in before a way is set up', async () => {
      await password()
      await page.getByRole('heading', { name: 'Set up two-step login' }).waitFor()
      await page.goto(`${demo.server}/portal`)
      await page.getByRole('heading', { name: 'Log in' }).waitFor()
    })

    step('a passkey is made on the way in, and asked for the next time', async () => {
      await password()
      await page.getByRole('button', { name: 'Use a passkey' }).click()
      await page.getByRole('button', { name: 'Create the passkey' }).click()
      await keepCodes(page, 'Go on to the portal')
      await isIn(page)
      await logOut(page)
      await password()
      await page.getByRole('button', { name: 'Use your passkey' }).click()
      await isIn(page)
    })

    step('the last way cannot be removed', async () => {
      await page.goto(`${demo.server}/portal/profile`)
      await page.getByRole('button', { name: /^Remove / }).click()
      await page.getByRole('textbox', { name: 'Current password' }).last().fill(DEMO_PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByRole('alert').first().waitFor()
      await page.getByRole('button', { name: 'Cancel' }).click()
      expect(await page.locator('.pp-factors li').count()).toBe(1)
    })

    step('after staff took it away it is asked for anew', async () => {
      await logInStaff(staff, demo.server)
      await clearFactors(staff, demo.server)
      await password()
      await page.getByRole('button', { name: 'Use an authenticator app' }).click()
      await confirmApp(page)
      await keepCodes(page, 'Go on to the portal')
      await isIn(page)
    })
  })
}
