import type { FrameLocator, Locator, Page } from 'playwright-core'
import { until } from './openStory.ts'

export const CARDS = {
  good: '4242424242424242',
  declined: '4000000000000002',
  noFunds: '4000000000009995',
  secured: '4000002760003184',
} as const

/** Goes to the payer's first page and waits for its figures. */
export async function goHome(page: Page, server: string): Promise<void> {
  await page.goto(`${server}/portal`)
  await page.locator('.pp-totals').waitFor()
}

/** The numbers and amounts due of every invoice in the list, page after page. */
export async function listedInvoices(page: Page): Promise<[string, string][]> {
  const more = page.getByRole('button', { name: 'Show more invoices' })
  while (await more.isVisible()) {
    const count = await page.locator('.pp-row').count()
    await more.click()
    await until('more invoices', async () => (await page.locator('.pp-row').count()) > count)
  }
  return await page
    .locator('.pp-row')
    .evaluateAll((rows) =>
      rows.map((row): [string, string] => [
        row.querySelector('.pp-row-number bdi')?.textContent ?? '',
        row.querySelector('.pp-row-amount')?.textContent?.trim() ?? '',
      ]),
    )
}

export const cardForm = (page: Page): FrameLocator => page.frameLocator('.pp-element iframe')

/** Types a card into the processor's own frame. */
export async function typeCard(page: Page, number: string): Promise<void> {
  const form = cardForm(page)
  await form.getByLabel('Card number').fill(number)
  await form.getByLabel('Expiration date').fill('12 / 34')
  await form.getByLabel('Security code').fill('123')
  await form.getByLabel('ZIP / postal code').fill('10004')
}

/** A checkbox of the portal: its input is hidden, its label is what a hand clicks. */
export const tick = (page: Page, name: string | RegExp): Locator =>
  page.locator('label.pp-check', { has: page.getByRole('checkbox', { name }) })

export const radio = (page: Page, name: string | RegExp): Locator =>
  page.locator('label', { has: page.getByRole('radio', { name }) })

/** A button of the bank's own check, which stands over the page. */
export const bankCheck = (page: Page, name: string): Locator =>
  page.frameLocator('dialog iframe').getByRole('button', { name })

export const payButton = (page: Page): Locator => page.locator('button[type=submit]', { hasText: /^Pay / })

/** Opens one invoice from the list and takes a part of it, like `100.00`, to the pay page. */
export async function choosePart(page: Page, number: string, amount: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search' }).fill(number)
  await page.getByRole('link', { name: `Invoice ${number}`, exact: true }).click()
  await page.getByLabel('Amount to pay (USD)').fill(amount)
  await page.getByRole('button', { name: 'Pay this invoice' }).click()
  await page.getByRole('heading', { name: 'Pay', exact: true }).waitFor()
}

/** The reference of the payment whose page says that it was received. */
export async function receivedReference(page: Page): Promise<string> {
  await page.getByText('Payment received').waitFor()
  return (await page.locator('dt:text-is("Reference") + dd').textContent()) ?? ''
}
