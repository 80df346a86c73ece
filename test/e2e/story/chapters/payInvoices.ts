import { formatMoney } from '../../../../src/base/money.ts'
import { CLICKED } from '../cast.ts'
import { CARDS, choosePart, goHome, payButton, radio, receivedReference, tick, typeCard } from '../payerActions.ts'
import { shoot } from '../shoot.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const OPERATING = 'OPR-NY'

const usd = (amount: number) => formatMoney(amount, 'usd')

const dueOf = ({ bills }: Told, number: string) => bills.find((bill) => bill.number === number)?.due ?? 0

const paidSoFar = ({ receipts }: Told) => receipts.reduce((sum, { amount }) => sum + amount, 0)

const openUsd = async ({ story }: Told) =>
  await story.payer.locator('.pp-total', { hasText: 'USD' }).locator('.pp-figure').first().textContent()

/** What is open in US dollars before anything was paid here. */
function totalUsd({ bills }: Told): number {
  return bills.filter(({ currency }) => currency === 'usd').reduce((sum, { due }) => sum + due, 0)
}

/** An amount over the payable bills, the oldest first, after the part that was paid already. */
function spread({ bills }: Told, amount: number): [string, number][] {
  let left = amount
  return bills
    .filter(({ currency, account }) => currency === 'usd' && account === OPERATING)
    .flatMap(({ number, due }): [string, number][] => {
      const part = Math.min(left, number === 'S-OPEN-1' ? due - 10_000 : due)
      left -= part
      return part > 0 ? [[number, part]] : []
    })
}

/** The payer pays with new and saved cards, one invoice and several. */
export function payInvoices(told: Told): void {
  describe('the payer pays', () => {
    step('is told what to do when a card is declined, then pays a part with another one and saves it', async () => {
      const { payer, demo } = told.story
      await goHome(payer, demo.server)
      await choosePart(payer, 'S-OPEN-1', '100.00')
      await typeCard(payer, CARDS.declined)
      await payButton(payer).click()
      await payer.getByText('The payment was declined').waitFor()
      expect(await payer.locator('.pp-notice.pp-tone-bad').textContent()).toMatch(CLICKED.declineAdvice)
      await typeCard(payer, CARDS.good)
      await tick(payer, 'Save this for later').click()
      await typeCard(payer, CARDS.good)
      await shoot(payer, 'portal-pay')
      await payButton(payer).click()
      told.receipts.push({ reference: await receivedReference(payer), amount: 10_000 })
      await shoot(payer, 'portal-receipt')
      await goHome(payer, demo.server)
      expect(await openUsd(told)).toBe(usd(totalUsd(told) - paidSoFar(told)))
      const row = payer.locator('.pp-row', { has: payer.getByRole('link', { name: 'Invoice S-OPEN-1', exact: true }) })
      expect(await row.locator('.pp-row-amount').textContent()).toBe(usd(dueOf(told, 'S-OPEN-1') - 10_000))
    })

    step('pays one amount over several invoices, from the oldest to the newest, with the saved card', async () => {
      const { payer } = told.story
      const amount = 300_000
      await payer.getByRole('button', { name: 'Pay one amount' }).click()
      const dialog = payer.getByRole('dialog')
      await dialog.getByRole('button', { name: /Currency/ }).click()
      await payer.getByRole('option', { name: 'USD' }).click()
      await dialog.getByLabel('Amount (USD)').fill('3000')
      await dialog.getByRole('button', { name: 'Oldest to newest' }).click()
      const lines = dialog.locator('.pp-proposal li')
      await lines.first().waitFor()
      const proposed = await lines.allInnerTexts()
      expect(proposed.map((line) => line.split(/\s*\n\s*/))).toEqual(
        spread(told, amount).map(([number, part]) => [`Invoice ${number}`, usd(part)]),
      )
      expect(proposed.length).toBeGreaterThan(1)
      await dialog.getByRole('button', { name: `Pay ${usd(amount)}` }).click()
      await radio(payer, /Visa ending in 4242/).waitFor()
      await payButton(payer).click()
      told.receipts.push({ reference: await receivedReference(payer), amount })
    })

    step('keeps a second method with consent', async () => {
      const { payer, demo } = told.story
      await payer.goto(`${demo.server}/portal/payment-methods`)
      await payer.getByRole('button', { name: 'Add a payment method' }).click()
      await typeCard(payer, '5555555555554444')
      // Pressed without consent it says what is missing, and nothing is saved.
      await payer.getByRole('button', { name: 'Save', exact: true }).click()
      await payer.getByText('Tick this to let it be saved.').waitFor()
      expect(await payer.getByRole('heading', { name: 'Mastercard ending in 4444' }).count()).toBe(0)
      await tick(payer, 'I agree that this is saved').click()
      await payer.getByRole('button', { name: 'Save', exact: true }).click()
      await payer.getByRole('heading', { name: 'Mastercard ending in 4444' }).waitFor()
      await payer.getByRole('heading', { name: 'Visa ending in 4242' }).waitFor()
    })
  })
}
