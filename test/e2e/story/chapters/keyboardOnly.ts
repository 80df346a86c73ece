import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../../../demo/seed/demoPayers.ts'
import { until } from '../openStory.ts'
import type { Told } from '../Told.ts'

const PAYER = 'payer-4@demo.test'

/** What has the focus, in the page or in the processor's frame: its name for people, and whether it can be seen. */
async function focused(page: Page): Promise<{ name: string; isVisible: boolean; isFrame: boolean }> {
  const looks = await Promise.all(
    page.frames().map((frame) =>
      frame
        .evaluate(() => {
          const element = document.activeElement
          if (!element || element === document.body || !document.hasFocus()) return null
          const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : []
          const label = document.getElementById(element.getAttribute('aria-labelledby')?.split(' ')[0] ?? '')
          const texts = [
            element.getAttribute('aria-label'),
            ...labels.map((one) => one.textContent),
            element.textContent,
          ]
          // A hidden box or dot of a form shows its focus on the label that is seen.
          const marked = [element, ...labels, element.closest('label'), element.closest('[data-focus-visible]')]
          const isMarked = (one: Element | null | undefined) => {
            if (!one) return false
            return [one, ...one.querySelectorAll('*')].some((part) => {
              const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part)
              return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || (boxShadow !== 'none' && part === one)
            })
          }
          return {
            name: [...texts, label?.textContent].filter(Boolean).join(' ').replace(/\s+/g, ' ').trim(),
            isVisible: marked.some(isMarked),
            isFrame: element instanceof HTMLIFrameElement,
          }
        })
        // A frame of the processor that is just taken away, or is loading its page, has no focus.
        .catch((error: Error) => {
          if (frame.isDetached() || /Execution context was destroyed/.test(error.message)) return null
          throw error
        }),
    ),
  )
  const here = looks.filter((look) => look !== null)
  return here.find(({ isFrame }) => !isFrame) ?? here[0] ?? { name: '', isVisible: true, isFrame: false }
}

/** Goes on with the Tab key to what is called so. Throws an Error when it is not reached, or the way cannot be seen. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = []
  for (let count = 0; count < 60; count += 1) {
    await page.keyboard.press('Tab')
    const look = await focused(page)
    seen.push(look.name)
    if (look.isFrame || look.name === '') continue
    if (!look.isVisible) throw new Error(`The focus cannot be seen on “${look.name}”.`)
    if (name.test(look.name)) return
  }
  throw new Error(`Tab does not come to ${name}: ${seen.join(' | ')}`)
}

async function write(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.type(text)
}

async function press(page: Page, name: RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press(key)
}

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

    /** After what was pressed is gone, the focus stands there. */
    const standsOn = (name: RegExp) =>
      until(`the focus stands on ${name}`, async () => name.test((await focused(page)).name))

    it('keeps payment methods, and never loses the focus with what was pressed', async () => {
      const { server } = told.story.demo
      await page.goto(`${server}/portal/payment-methods`)
      await heading(page, 'Payment methods')
      await press(page, /^Add a payment method/)
      await standsOn(/^Add a card or bank account/)
      await press(page, /^Close/)
      await standsOn(/^Add a payment method/)
      await page.keyboard.press('Enter')
      await page.frameLocator('.pp-element iframe').getByLabel('Card number').waitFor()
      await write(page, /^Card number/, '4242424242424242')
      await write(page, /^Expiration date/, '1234')
      await write(page, /^Security code/, '123')
      await write(page, /^ZIP/, '10004')
      await press(page, /I agree that this is saved/, 'Space')
      await press(page, /^Save$/)
      await standsOn(/^The payment method is saved/)
      await press(page, /^Remove Visa/)
      await page.getByRole('alertdialog').waitFor()
      await page.keyboard.press('Escape')
      await standsOn(/^Remove Visa/)
      await page.keyboard.press('Enter')
      await press(page, /^Remove$/)
      await standsOn(/is removed\./)
    })

    it('invites a person with the own password, takes the person away again, and gives up what was begun', async () => {
      const { server } = told.story.demo
      await page.goto(`${server}/portal/people`)
      await heading(page, 'People')
      await press(page, /^Invite a person/)
      await standsOn(/^Name/)
      await press(page, /^Cancel/)
      await standsOn(/^Invite a person/)
      await page.keyboard.press('Enter')
      await standsOn(/^Name/)
      await page.keyboard.type('Kay Board')
      await write(page, /^Email/, 'kay@keyboard.test')
      await write(page, /^Current password/, 'not the password')
      await page.keyboard.press('Enter')
      await page.getByText('The current password is not correct.').waitFor()
      await standsOn(/^Current password/)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(DEMO_PASSWORD)
      await page.keyboard.press('Enter')
      await standsOn(/^Kay Board is invited/)
      await press(page, /^Remove Kay Board/)
      await press(page, /^Remove$/)
      await standsOn(/^Kay Board is removed/)
      await page.goto(`${server}/portal/profile`)
      await press(page, /^Change the email/)
      await standsOn(/^New email/)
      await press(page, /^Cancel/)
      await standsOn(/^Change the email/)
      await press(page, /^Add an authenticator app/)
      await standsOn(/^Current password/)
      await page.keyboard.type(DEMO_PASSWORD)
      await page.keyboard.press('Enter')
      await standsOn(/^Code/)
      await press(page, /^Cancel/)
      await standsOn(/^Two-step login/)
    })

    it('is told by the field what is missing, and stands on it, when a button is pressed too early', async () => {
      const { server } = told.story.demo
      await page.goto(`${server}/portal/profile`)
      await heading(page, 'Password')
      for (const time of ['once', 'again']) {
        await press(page, /^Change password/)
        await standsOn(/^Current password/)
        expect([time, await page.getByText('Enter your current password.').count()]).toEqual([time, 1])
      }
      await page.keyboard.type('x')
      await page.getByText('Enter your current password.').waitFor({ state: 'hidden' })
      await page.goto(`${server}/portal/people`)
      await press(page, /^Invite a person/)
      await press(page, /^Send the invite/)
      await standsOn(/^Email/)
      await page.keyboard.type('kay@keyboard.test')
      await press(page, /^Send the invite/)
      await standsOn(/^Current password/)
      expect((await told.story.mailsTo('kay@keyboard.test')).length).toBe(1)
      await page.goto(`${server}/portal/payment-methods`)
      await press(page, /^Add a payment method/)
      await page.frameLocator('.pp-element iframe').getByLabel('Card number').waitFor()
      await press(page, /^Save$/)
      await standsOn(/I agree that this is saved/)
      await page.goto(`${server}/portal`)
      await press(page, /^Pay invoice /, 'Space')
      await write(page, /^Pay now on invoice/, '')
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type('nothing')
      await press(page, /^Pay$/)
      await standsOn(/^Pay now on invoice/)
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
