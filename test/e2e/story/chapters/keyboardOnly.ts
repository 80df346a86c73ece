import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../../../demo/seed/demoPayers.ts'
import { focused, press, standsOn, tabTo, write } from '../keyboard.ts'
import { until } from '../openStory.ts'
import type { Told } from '../Told.ts'

const PAYER = 'payer-4@demo.test'

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first().waitFor()

/** The payer's part once without a mouse. */
export function keyboardOnly(told: Told): void {
  describe('a payer with a keyboard alone', () => {
    let page: Page
    beforeAll(async () => {
      page = await told.story.open()
    })
    afterAll(async () => {
      await page?.context().close()
    })

    it('logs in, chooses an invoice, pays it with a new card, and sees the receipt', async () => {
      await page.goto(`${told.story.demo.server}/portal/login`)
      await heading(page, 'Log in')
      await write(page, /^Email/, PAYER)
      await write(page, /^Password/, DEMO_PASSWORD)
      await page.keyboard.press('Enter')
      await heading(page, 'Your invoices')
      await page.locator('.pp-row').first().waitFor()
      await press(page, /^Pay invoice /, 'Space')
      await write(page, /^Pay now on invoice/, '')
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type('12.50')
      await press(page, /^Pay \$12\.50/)
      await heading(page, /^Pay$/)
      await page.frameLocator('.pp-element iframe').getByLabel('Card number').waitFor()
      await write(page, /^Card number/, '4242424242424242')
      await write(page, /^Expiration date/, '1234')
      await write(page, /^Security code/, '123')
      await write(page, /^ZIP/, '10004')
      await press(page, /^Pay \$12\.50/)
      await page.getByText('Payment received').waitFor()
      await tabTo(page, /^Receipt as PDF/)
    })

    it('keeps payment methods, and never loses the focus with what was pressed', async () => {
      const { server } = told.story.demo
      await page.goto(`${server}/portal/payment-methods`)
      await heading(page, 'Payment methods')
      await press(page, /^Add a payment method/)
      await standsOn(page, /^Add a card or bank account/)
      await press(page, /^Close/)
      await standsOn(page, /^Add a payment method/)
      await page.keyboard.press('Enter')
      await page.frameLocator('.pp-element iframe').getByLabel('Card number').waitFor()
      await write(page, /^Card number/, '4242424242424242')
      await write(page, /^Expiration date/, '1234')
      await write(page, /^Security code/, '123')
      await write(page, /^ZIP/, '10004')
      await press(page, /I agree that this is saved/, 'Space')
      await press(page, /^Save$/)
      await standsOn(page, /^The payment method is saved/)
      await press(page, /^Remove Visa/)
      await page.getByRole('alertdialog').waitFor()
      await page.keyboard.press('Escape')
      await standsOn(page, /^Remove Visa/)
      await page.keyboard.press('Enter')
      await press(page, /^Remove$/)
      await standsOn(page, /is removed\./)
    })

    it('invites a person with the own password, takes the person away again, and gives up what was begun', async () => {
      const { server } = told.story.demo
      await page.goto(`${server}/portal/people`)
      await heading(page, 'People')
      await press(page, /^Invite a person/)
      await standsOn(page, /^Name/)
      await press(page, /^Cancel/)
      await standsOn(page, /^Invite a person/)
      await page.keyboard.press('Enter')
      await standsOn(page, /^Name/)
      await page.keyboard.type('Kay Board')
      await write(page, /^Email/, 'kay@keyboard.test')
      await write(page, /^Current password/, 'not the password')
      await page.keyboard.press('Enter')
      await page.getByText('The current password is not correct.').waitFor()
      await standsOn(page, /^Current password/)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(DEMO_PASSWORD)
      await page.keyboard.press('Enter')
      await standsOn(page, /^Kay Board is invited/)
      await press(page, /^Remove Kay Board/)
      await press(page, /^Remove$/)
      await standsOn(page, /^Kay Board is removed/)
      await page.goto(`${server}/portal/profile`)
      await press(page, /^Change the email/)
      await standsOn(page, /^New email/)
      await press(page, /^Cancel/)
      await standsOn(page, /^Change the email/)
      await press(page, /^Add an authenticator app/)
      await standsOn(page, /^Current password/)
      await page.keyboard.type(DEMO_PASSWORD)
      await page.keyboard.press('Enter')
      await standsOn(page, /^Code/)
      await press(page, /^Cancel/)
      await standsOn(page, /^Two-step login/)
    })

    it('is told by the field what is missing, and stands on it, when a button is pressed too early', async () => {
      const { server } = told.story.demo
      await page.goto(`${server}/portal/profile`)
      await heading(page, 'Password')
      for (const time of ['once', 'again']) {
        await press(page, /^Change password/)
        await standsOn(page, /^Current password/)
        expect([time, await page.getByText('Enter your current password.').count()]).toEqual([time, 1])
      }
      await page.keyboard.type('x')
      await page.getByText('Enter your current password.').waitFor({ state: 'hidden' })
      await page.goto(`${server}/portal/people`)
      await press(page, /^Invite a person/)
      await press(page, /^Send the invite/)
      await standsOn(page, /^Email/)
      await page.keyboard.type('kay@keyboard.test')
      await press(page, /^Send the invite/)
      await standsOn(page, /^Current password/)
      expect((await told.story.mailsTo('kay@keyboard.test')).length).toBe(1)
      await page.goto(`${server}/portal/payment-methods`)
      await press(page, /^Add a payment method/)
      await page.frameLocator('.pp-element iframe').getByLabel('Card number').waitFor()
      await press(page, /^Save$/)
      await standsOn(page, /I agree that this is saved/)
      await page.goto(`${server}/portal`)
      await press(page, /^Pay invoice /, 'Space')
      await write(page, /^Pay now on invoice/, '')
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type('nothing')
      await press(page, /^Pay$/)
      await standsOn(page, /^Pay now on invoice/)
    })

    it('logs out', async () => {
      // Round the page to its header.
      await press(page, /^Account of /)
      await page.getByRole('menuitem', { name: 'Log out' }).waitFor()
      await until('the menu has the focus', async () => /Log out/.test((await focused(page)).name))
      await page.keyboard.press('Enter')
      await heading(page, 'Log in')
      expect(new URL(page.url()).pathname).toBe('/portal/login')
    })
  })
}
