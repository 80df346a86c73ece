import fs from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { overflow, PHONE, problemsOf } from '../axe.ts'
import { firmReceipt } from '../firmTruth.ts'
import { until } from '../openStory.ts'
import { choosePart, goHome, payButton, radio, receivedReference } from '../payerActions.ts'
import { shoot } from '../shoot.ts'
import { confirm } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const DESKTOP = { width: 1280, height: 900 }
const PARTS = ['1.11', '2.22', '3.33', '4.44'] as const
const REASON = 'The client was told to send a cheque.'

const open = async (page: Page, server: string) => {
  await page.goto(`${server}/admin/postings`)
  await page.getByRole('heading', { name: 'Manage Postings' }).waitFor()
}
const row = (page: Page, reference: string): Locator =>
  page.getByRole('table', { name: 'Postings' }).getByRole('row', { name: new RegExp(reference) })
const inState = (page: Page, reference: string, state: string) =>
  row(page, reference).locator('[data-label=State]', { hasText: state }).waitFor()
const choose = (page: Page, reference: string): Locator => page.getByRole('checkbox', { name: `Choose ${reference}` })
const rowCount = (page: Page) => page.locator('.ppa-postings tbody tr').count()

/** Pays a part of an invoice with the saved card; answers our reference. */
async function pay({ story: { payer, demo } }: Told, amount: string): Promise<string> {
  await goHome(payer, demo.server)
  await choosePart(payer, 'S-OPEN-3', amount)
  await radio(payer, /Visa ending in 4242/).waitFor()
  await payButton(payer).click()
  return receivedReference(payer)
}

/** Presses a button that has the focus, and waits for its dialog. */
async function pressToOpen(page: Page, button: RegExp): Promise<Locator> {
  await page.getByRole('button', { name: button }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.locator('.ppa-dialog')
  await dialog.waitFor()
  return dialog
}

/** Staff see what the billing system did not take, and settle it. */
export function managePostings(told: Told): void {
  describe('staff manage what goes back to the billing system', () => {
    const references: string[] = []
    const reference = (place: number) => references[place] ?? ''
    const lines = (place: number) => firmReceipt(told.story, reference(place))

    step('what the firm’s books refuse fails, with the reason, and is found by the filter', async () => {
      const { staff, demo, firm } = told.story
      await firm('revoke insert on lpm.rcpt from firm_poster')
      for (const amount of PARTS) references.push(await pay(told, amount))
      await open(staff, demo.server)
      await staff.getByLabel('State').selectOption({ label: 'Failed' })
      await until('all four have failed', async () => {
        if ((await rowCount(staff)) === PARTS.length) return true
        await staff.getByRole('button', { name: 'Refresh' }).click()
        return false
      })
      expect(await row(staff, reference(0)).textContent()).toContain('permission denied')
      await shoot(staff, 'admin-postings')
      await staff.getByLabel('Reference, invoice or payer').fill(reference(1))
      await until('one is left', async () => (await rowCount(staff)) === 1)
      await row(staff, reference(1)).waitFor()
    })

    step('the list of what needs attention leads to it', async () => {
      const { staff, demo } = told.story
      await staff.goto(`${demo.server}/admin/attention`)
      const link = staff.getByRole('link', { name: `Posting of ${reference(0)}` })
      // The list is brought up to date every minute.
      await until(
        'the failed posting needs attention',
        async () => {
          if (await link.isVisible()) return true
          await staff.getByRole('button', { name: 'Refresh' }).click()
          return false
        },
        90,
      )
      await link.click()
      await staff.getByRole('heading', { name: 'Manage Postings' }).waitFor()
      await row(staff, reference(0)).waitFor()
      expect(await rowCount(staff)).toBe(1)
    })

    step('one is posted again by the keyboard alone, and its history says how it went', async () => {
      const { staff, firm } = told.story
      await firm('grant insert on lpm.rcpt to firm_poster')
      await choose(staff, reference(0)).focus()
      await staff.keyboard.press('Space')
      const dialog = await pressToOpen(staff, /^Post now \(1\)/)
      await dialog.getByRole('button', { name: 'Post now' }).focus()
      await staff.keyboard.press('Enter')
      await inState(staff, reference(0), 'Posted')
      expect(await lines(0)).toMatchObject([{ amount: 111, bill: 'S-OPEN-3', line: 111 }])
      const history = await pressToOpen(staff, new RegExp(`^History of ${reference(0)}`))
      await history.getByText('Asked to post').waitFor()
      const text = await history.textContent()
      for (const part of ['Failed', 'Posted', 'Ledger code: 1010', `A/R message: Client portal ${reference(0)}`])
        expect(text).toContain(part)
      await staff.keyboard.press('Escape')
      await history.waitFor({ state: 'hidden' })
    })

    step('one is removed with a reason, and never written', async () => {
      const { staff, demo } = told.story
      await open(staff, demo.server)
      await choose(staff, reference(1)).check()
      await staff.getByRole('button', { name: 'Remove (1)' }).click()
      const dialog = staff.locator('.ppa-dialog')
      const remove = dialog.getByRole('button', { name: 'Remove', exact: true })
      await dialog.getByLabel('Why').selectOption({ label: 'It will never be entered' })
      expect(await remove.isDisabled()).toBe(true)
      await dialog.getByLabel('Reason, for the record').fill(REASON)
      await confirm(staff, 'Remove')
      await inState(staff, reference(1), REASON)
      expect(await choose(staff, reference(1)).count()).toBe(0)
      expect(await lines(1)).toEqual([])
    })

    step('the rest is posted at once, and each says what became of it', async () => {
      const { staff } = told.story
      await staff.getByLabel('State').selectOption({ label: 'Failed' })
      await until('two are left', async () => (await rowCount(staff)) === 2)
      await staff.getByRole('checkbox', { name: 'Choose all of this page' }).check()
      await staff.getByRole('button', { name: 'Post now (2)' }).click()
      await confirm(staff, 'Post now')
      const results = staff.getByRole('list', { name: 'What became of each posting' })
      await results.waitFor()
      for (const place of [2, 3])
        expect(await results.textContent()).toContain(`${reference(place)}: Handed to the worker`)
      await staff.getByLabel('State').selectOption({ label: 'All' })
      for (const place of [2, 3]) await inState(staff, reference(place), 'Posted')
      expect([(await lines(2))[0]?.amount, (await lines(3))[0]?.amount]).toEqual([333, 444])
    })

    step('what the filter shows is saved as a file', async () => {
      const { staff } = told.story
      await staff.getByLabel('State').selectOption({ label: 'Removed' })
      await until('one is left', async () => (await rowCount(staff)) === 1)
      const saved = staff.waitForEvent('download')
      await staff.getByRole('button', { name: 'Export as CSV' }).click()
      const download = await saved
      expect(download.suggestedFilename()).toBe('postings.csv')
      const text = await fs.readFile(await download.path(), 'utf8')
      expect(text).toContain(reference(1))
      expect(text).not.toContain(reference(0))
    })

    step('on a small phone, light and dark: nothing that keeps anybody out', async () => {
      const { staff, demo } = told.story
      await staff.setViewportSize(PHONE.viewport)
      await open(staff, demo.server)
      await row(staff, reference(0)).waitFor()
      for (const theme of ['light', 'dark']) {
        await staff.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
        expect([theme, await problemsOf(staff, '.ppa-page')]).toEqual([theme, []])
        const history = await pressToOpen(staff, new RegExp(`^History of ${reference(0)}`))
        await history.getByText('Asked to post').waitFor()
        expect([theme, await problemsOf(staff, '.ppa-dialog')]).toEqual([theme, []])
        await staff.keyboard.press('Escape')
        await history.waitFor({ state: 'hidden' })
      }
      expect(await overflow(staff)).toBe(0)
      await staff.setViewportSize(DESKTOP)
    })
  })
}
