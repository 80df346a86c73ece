import type { Locator, Page } from 'playwright-core'
import { DEMO_PASSWORD, STAFF_EMAIL } from '../../../demo/seed/demoPayers.ts'
import { until } from './openStory.ts'

/** Logs a member of staff in at Payload's own login. */
export async function logInStaff(page: Page, server: string, email = STAFF_EMAIL): Promise<void> {
  await page.goto(`${server}/admin/login`)
  await page.locator('#field-email').fill(email)
  await page.locator('#field-password').fill(DEMO_PASSWORD)
  await page.locator('form button[type=submit]').click()
  await page.locator('.dashboard').first().waitFor()
}

export async function openTab(page: Page, name: string): Promise<void> {
  const tab = page.locator('.tabs-field__tab-button', { hasText: name })
  // The panel goes back to the tab that it remembers once it has loaded it.
  await until(`the tab ${name}`, async () => {
    await tab.click()
    await page.waitForTimeout(500)
    return tab.evaluate((button) => button.className.includes('--active'))
  })
}

/** Confirms what a button or the toggle asks for. */
export async function confirm(page: Page, button: string): Promise<void> {
  const dialog = page.locator('.ppa-dialog')
  await dialog.getByRole('button', { name: button, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** The pop-up with this text. */
export const popUp = (page: Page, text: string | RegExp): Locator =>
  page.locator('[data-sonner-toast]', { hasText: text }).first()

/** Searches in the open drawer; answers when the results of this search are there. */
export async function searchBy(page: Page, field: string, text: string): Promise<void> {
  const drawer = page.locator('.ppa-add')
  await drawer.getByLabel('Search By').selectOption({ label: field })
  await drawer.getByLabel('Search text').fill(text)
  const answered = page.waitForResponse((response) => response.url().includes('/connect/search'))
  await drawer.getByRole('search').getByRole('button', { name: 'Search', exact: true }).click()
  await answered
  await page.locator('.ppa-add [aria-busy=false] .ppa-row').first().waitFor()
}

/** The save button of a document; answers the server's answer. */
export async function save(page: Page, collection: string) {
  // Not what else a form asks the server while it is filled in.
  const address = new RegExp(`/api/${collection}(/\\d+)?$`)
  const answered = page.waitForResponse(
    (response) =>
      address.test(new URL(response.url()).pathname) && ['POST', 'PATCH'].includes(response.request().method()),
  )
  await page.locator('#action-save').click()
  return await answered
}

/** The list of payers. */
export const openPayers = (page: Page, server: string) => page.goto(`${server}/admin/collections/payers`)

/** The page of the payer with this email, by the search of the list. */
export async function openPayer(page: Page, server: string, email: string): Promise<void> {
  await openPayers(page, server)
  await page.locator('.search-filter__input').fill(email)
  const link = page.getByRole('row', { name: email }).getByRole('link').first()
  await page.goto(server + (await link.getAttribute('href')))
  await page.locator('#field-email').waitFor()
}
