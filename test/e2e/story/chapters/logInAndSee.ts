import { formatMoney } from '../../../../src/base/money.ts'
import { linkToken } from '../../../helpers/mailInbox.ts'
import { PAYER } from '../cast.ts'
import { totalsOf } from '../firmTruth.ts'
import { whoIs } from '../openStory.ts'
import { listedInvoices } from '../payerActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

/** The payer accepts the invite and sees exactly what the firm’s database says. */
export function logInAndSee(told: Told): void {
  describe('the payer logs in and sees', () => {
    step(
      'A-16 sets a password by the link of the mail and lands in the portal, while staff stay logged in',
      async () => {
        const { payer, demo } = told.story
        const [mail] = await told.story.mailsTo(PAYER.email)
        await payer.goto(`${demo.server}/portal/accept-invite?token=${encodeURIComponent(linkToken(mail))}`)
        await payer.getByRole('textbox', { name: 'New password' }).fill(PAYER.password)
        await payer.getByRole('button', { name: 'Create password and log in' }).click()
        await payer.getByRole('heading', { name: 'Your invoices' }).waitFor()
        await payer.locator('.pp-totals').waitFor()
        expect(new URL(payer.url()).pathname).toMatch(/^\/portal\/?$/)
        expect(await whoIs(payer)).toEqual({ staff: 'staff@demo.test', payer: PAYER.email })
        await told.story.staff.goto(`${demo.server}/admin`)
        await told.story.staff.locator('.dashboard').first().waitFor()
        expect(await whoIs(payer)).toEqual({ staff: 'staff@demo.test', payer: PAYER.email })
      },
    )

    step('exactly the open invoices, totals and overdue amounts of the firm’s own database', async () => {
      const { payer } = told.story
      for (const currency of ['usd', 'jpy']) {
        const { open, openCount, overdue, overdueCount } = totalsOf(told.bills, currency)
        const card = payer.locator('.pp-total', { hasText: currency.toUpperCase() })
        expect(await card.locator('.pp-figure').allInnerTexts()).toEqual([open, overdue])
        const counts = [openCount, overdueCount].map((count) => (count === 1 ? '1 invoice' : `${count} invoices`))
        expect(await card.locator('.pp-count').allInnerTexts()).toEqual(counts)
      }
      const expected = told.bills.map(({ number, due, currency }) => [number, formatMoney(due, currency)])
      expect((await listedInvoices(payer)).sort()).toEqual(expected.sort())
    })
  })
}
