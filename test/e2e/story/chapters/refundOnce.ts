import type { Locator, Page } from 'playwright-core'
import { ask } from '../ask.ts'
import { overflow, PHONE, problemsOf } from '../axe.ts'
import { popUp } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

type Movement = {
  id: number
  amount: number
  currency: string
  refundedAmount: number
  allocations: unknown[]
}

const DESKTOP = { width: 1280, height: 900 }
const PAYMENTS = '/transactions?where[kind][equals]=payment&where[status][equals]=succeeded&depth=0&limit=50'

const list = async (page: Page, path: string) => (await ask<{ docs: Movement[] }>(page, { method: 'GET', path })).docs

/** Opens the dialog on the payment's page, with half a dollar in it. */
async function openRefund(page: Page, address: string): Promise<Locator> {
  await page.goto(address)
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  const dialog = page.locator('.ppa-dialog')
  await dialog.getByRole('textbox').fill('0.50')
  return dialog
}

const press = (dialog: Locator) => dialog.getByRole('button', { name: 'Refund $0.50' }).click()

/** What staff mean to give back once goes back once. */
export function refundOnce(told: Told): void {
  describe('staff refund a part of a payment', () => {
    let address = ''
    let payment = 0
    const refunds = async (page: Page) =>
      (await list(page, `/transactions?where[original][equals]=${payment}&depth=0`)).map(({ amount }) => amount)

    step('whose answer is lost: they press again, and one refund is made', async () => {
      const { staff, demo } = told.story
      await staff.goto(`${demo.server}/admin`)
      const whole = (await list(staff, PAYMENTS)).find(
        ({ amount, currency, refundedAmount, allocations }) =>
          amount > 1000 && currency === 'usd' && !refundedAmount && allocations.length === 1,
      )
      if (!whole) throw new Error('The story has no such payment.')
      payment = whole.id
      address = `${demo.server}/admin/collections/transactions/${payment}`
      const lose = async (route: Parameters<Parameters<Page['route']>[1]>[0]) => {
        await route.fetch()
        await route.abort()
      }
      await staff.route('**/api/transactions/*/refund', lose, { times: 1 })
      const dialog = await openRefund(staff, address)
      await press(dialog)
      await dialog.getByRole('alert').getByText('cannot be reached').waitFor()
      await press(dialog)
      await popUp(staff, '$0.50 is being refunded.').waitFor()
      await dialog.waitFor({ state: 'hidden' })
      expect(await refunds(staff)).toEqual([50])
    })

    step('in two tabs: the second one says that something was refunded meanwhile', async () => {
      const { staff } = told.story
      const tab = await staff.context().newPage()
      const [first, second] = [await openRefund(staff, address), await openRefund(tab, address)]
      await press(first)
      await first.waitFor({ state: 'hidden' })
      await press(second)
      await second.getByRole('alert').getByText('refunded in the meantime').waitFor()
      expect(await refunds(staff)).toEqual([50, 50])
      await tab.close()
    })

    step('twice the same on purpose: each opening of the dialog is a refund of its own', async () => {
      const { staff } = told.story
      for (let time = 0; time < 2; time += 1) {
        const dialog = await openRefund(staff, address)
        await press(dialog)
        await dialog.waitFor({ state: 'hidden' })
      }
      expect(await refunds(staff)).toEqual([50, 50, 50, 50])
    })

    step('on a small phone, light and dark: nothing that keeps anybody out', async () => {
      const { staff } = told.story
      await staff.setViewportSize(PHONE.viewport)
      await openRefund(staff, address)
      for (const theme of ['light', 'dark']) {
        await staff.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
        expect([theme, await problemsOf(staff, '.ppa-dialog')]).toEqual([theme, []])
      }
      expect(await overflow(staff)).toBe(0)
      await staff.keyboard.press('Escape')
      await staff.setViewportSize(DESKTOP)
    })
  })
}
