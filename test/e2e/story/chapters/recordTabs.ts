import type { Page } from 'playwright-core'
import { linkToken } from '../../../helpers/mailInbox.ts'
import { ask } from '../ask.ts'
import { overflow, PHONE, problemsOf } from '../axe.ts'
import { forgetMails } from '../forgetMails.ts'
import { until } from '../openStory.ts'
import { CARDS, choosePart, listedInvoices, payButton, receivedReference, typeCard } from '../payerActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

type Made = { id: number; client: string; name: string }

const EMAIL = 'two-records@story.test'
const PASSWORD = 'Two quiet lanterns 1948'

/** A payer who sees one client of the firm. */
async function makePayer(page: Page, { client, ...data }: { email: string; client: string; businessName: string }) {
  const made = await ask<{ doc: { id: number } }>(page, { method: 'POST', path: '/payers', body: data })
  const body = { payer: made.doc.id, clientNumber: client }
  await ask(page, { method: 'POST', path: '/associations', body })
  return { id: made.doc.id, client, name: data.businessName }
}

const nameShown = (page: Page) => page.locator('.pp-menu-name').first().textContent()
const totals = (page: Page) => page.locator('.pp-total .pp-figure').allInnerTexts()

async function openTo(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('heading', { name: heading }).waitFor()
}

/** Switches to a record, unless it is the one that is shown. */
async function switchTo(page: Page, name: string): Promise<void> {
  if ((await nameShown(page)) === name) return
  await page.getByRole('button', { name: /^Account of / }).click()
  await page.getByRole('menuitem', { name }).click()
  await until(`the record ${name}`, async () => (await nameShown(page)) === name)
}

/** One person pays for two companies, each in a tab of its own. */
export function recordTabs(told: Told): void {
  describe('one login with two records, in two tabs', () => {
    let north: Made
    let south: Made
    let first: Page
    let second: Page
    let reference: string
    const server = () => told.story.demo.server
    const home = () => `${server()}/portal`
    beforeAll(async () => {
      first = await told.story.open()
      second = await first.context().newPage()
    })
    afterAll(async () => {
      await first?.context().close()
    })

    const invite = async ({ id }: Made, count: number) => {
      const { staff, demo, mailsTo } = told.story
      await forgetMails(demo)
      await ask(staff, { method: 'PATCH', path: `/payers/${id}`, body: { loginAccess: true } })
      const mail = await until('the welcome mail', async () => {
        const mails = (await mailsTo(EMAIL)).filter(({ text }) => text.includes('/portal/accept-invite?'))
        return mails.length === count ? mails.at(-1) : null
      })
      return `${home()}/accept-invite?token=${encodeURIComponent(linkToken(mail))}`
    }

    step('accepts one invite with a new password and the other with the same one', async () => {
      const { staff, open } = told.story
      await staff.goto(`${server()}/admin`)
      north = await makePayer(staff, { email: EMAIL, client: '1002', businessName: 'North Quay' })
      south = await makePayer(staff, { email: EMAIL, client: '3301', businessName: 'South Quay' })
      await first.goto(await invite(north, 1))
      await first.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
      await first.getByRole('button', { name: 'Create password and log in' }).click()
      await first.getByRole('heading', { name: 'Your invoices' }).waitFor()
      const link = await invite(south, 2)
      const phone = await open(PHONE)
      await phone.goto(link)
      await phone.getByText('already has a login here').waitFor()
      expect(await problemsOf(phone)).toEqual([])
      expect(await overflow(phone)).toBe(0)
      await phone.context().close()
      await first.goto(link)
      await first.getByRole('textbox', { name: 'Your password' }).fill(PASSWORD)
      await first.getByRole('button', { name: 'Confirm and log in' }).click()
      await first.getByRole('heading', { name: 'Your invoices' }).waitFor()
      expect(await nameShown(first)).toBe(south.name)
    })

    step('each tab keeps its record, whatever the other one switches to, over reloads too', async () => {
      await openTo(first, home(), 'Your invoices')
      await switchTo(first, north.name)
      await openTo(second, home(), 'Your invoices')
      await switchTo(second, south.name)
      const shown: Record<string, string[]> = {}
      for (const page of [first, second, first]) {
        await page.reload()
        const record = page === first ? north : south
        await until(`the record ${record.name}`, async () => (await nameShown(page)) === record.name)
        await page.locator('.pp-row').first().waitFor()
        shown[record.name] ??= await totals(page)
        expect(await totals(page)).toEqual(shown[record.name])
      }
      expect(shown[north.name]).not.toEqual(shown[south.name])
      const [ofNorth, ofSouth] = [await listedInvoices(first), await listedInvoices(second)]
      const numbers = new Set(ofSouth.map(([number]) => number))
      expect(ofNorth.filter(([number]) => numbers.has(number))).toEqual([])
    })

    step('pays in one tab for its record alone', async () => {
      const [number = ''] =
        (await listedInvoices(first)).find(([, due]) => /^\$\d{3,}/.test(due.replace(/,/g, ''))) ?? []
      await second.reload()
      await choosePart(first, number, '25.00')
      await typeCard(first, CARDS.good)
      await payButton(first).click()
      reference = await receivedReference(first)
      await openTo(first, `${home()}/payments`, 'Payment history')
      await first.getByText(reference).waitFor()
      await openTo(second, `${home()}/payments`, 'Payment history')
      await second.getByText('You have not made any payments').waitFor()
      expect(await nameShown(second)).toBe(south.name)
    })

    step('opens the receipt in its own tab, and not in the other one', async () => {
      const link = first.getByRole('link', { name: new RegExp(reference) })
      const path = await link.getAttribute('href')
      await link.click()
      await first.getByRole('link', { name: 'Receipt as PDF' }).waitFor()
      await second.goto(new URL(path ?? '', server()).href)
      await second.getByText('This transaction does not exist').waitFor()
    })

    step('a record that is taken away in the meantime never shows the other one in its tab', async () => {
      await ask(told.story.staff, { method: 'PATCH', path: `/payers/${south.id}`, body: { loginAccess: false } })
      await second.goto(home())
      await second.getByRole('heading', { name: 'Log in' }).waitFor()
      await first.goto(home())
      await first.getByRole('heading', { name: 'Log in' }).waitFor()
    })
  })
}
