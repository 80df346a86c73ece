import type { Page } from 'playwright-core'
import { until } from '../openStory.ts'
import { bankCheck, CARDS, choosePart, goHome, payButton, radio, receivedReference, typeCard } from '../payerActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const NUMBER = 'S-OPEN-3'

const notice = (page: Page) => page.locator('.pp-notice', { hasText: 'Unfinished payment' })

/** What the list says is due on the invoice. */
async function amountInList(page: Page): Promise<string | null> {
  await page.getByRole('searchbox', { name: 'Search' }).fill(NUMBER)
  const row = page.locator('.pp-row', { has: page.getByRole('link', { name: `Invoice ${NUMBER}`, exact: true }) })
  return await row.locator('.pp-row-amount').textContent()
}

/** Goes to pay a part with a new card, although one is saved, until the bank's check stands there. */
async function beginSecured({ story }: Told, amount: string): Promise<void> {
  const { payer, demo } = story
  await goHome(payer, demo.server)
  await choosePart(payer, NUMBER, amount)
  await radio(payer, 'New card or bank account').click()
  await typeCard(payer, CARDS.secured)
  await payButton(payer).click()
  const answer = bankCheck(payer, 'Complete authentication')
  await until('the check has the focus', () => answer.evaluate((button) => button === document.activeElement))
}

/** Leaves in the middle of the bank's check and comes back to the first page, which tells of the payment. */
async function abandon({ story }: Told): Promise<void> {
  await goHome(story.payer, story.demo.server)
  await notice(story.payer).waitFor()
}

/** The payer's bank asks: it says yes, it says no, and the payer leaves before it said anything. */
export function unfinishedPayments(told: Told): void {
  describe('the bank asks the payer', () => {
    step('and the payment is received when the bank has said yes', async () => {
      const { payer } = told.story
      await beginSecured(told, '50.00')
      await bankCheck(payer, 'Complete authentication').click()
      told.receipts.push({ reference: await receivedReference(payer), amount: 5_000 })
    })

    step('and nothing is charged when it has said no, which the page tells', async () => {
      const { payer, demo } = told.story
      await beginSecured(told, '40.00')
      await bankCheck(payer, 'Fail authentication').click()
      await payer.getByText('The payment was declined').waitFor()
      expect(await payer.locator('.pp-notice.pp-tone-bad').textContent()).toMatch(/try another.*Nothing was charged/)
      await goHome(payer, demo.server)
      expect(await notice(payer).count()).toBe(0)
      expect(await amountInList(payer)).toBe('$150.00')
    })

    step('and a payment left in the middle is kept, and can be finished from the first page', async () => {
      const { payer } = told.story
      await beginSecured(told, '30.00')
      await abandon(told)
      expect(await notice(payer).textContent()).toContain('$30.00')
      expect(await amountInList(payer)).toBe('$120.00')
      await notice(payer).getByRole('button', { name: 'Continue' }).click()
      await bankCheck(payer, 'Complete authentication').click()
      told.receipts.push({ reference: await receivedReference(payer), amount: 3_000 })
    })

    step('or cancelled there, and its amount is due again', async () => {
      const { payer } = told.story
      await beginSecured(told, '20.00')
      await abandon(told)
      expect(await amountInList(payer)).toBe('$100.00')
      await notice(payer).getByRole('button', { name: 'Cancel payment' }).click()
      await payer.getByRole('alertdialog').getByRole('button', { name: 'Cancel payment' }).click()
      await notice(payer).waitFor({ state: 'detached' })
      await until('the amount is due again', async () => (await amountInList(payer)) === '$120.00')
    })

    step('and Escape in the check is a no: the payer can choose again', async () => {
      const { payer } = told.story
      await beginSecured(told, '20.00')
      await payer.keyboard.press('Escape')
      await payer.getByText('The payment was declined').waitFor()
      await payer.getByRole('link', { name: 'Choose invoices and try again' }).click()
      await until('the amount is due again', async () => (await amountInList(payer)) === '$120.00')
    })
  })
}
