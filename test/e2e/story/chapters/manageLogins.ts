import type { Page } from 'playwright-core'
import { linkToken } from '../../../helpers/mailInbox.ts'
import { PAYER } from '../cast.ts'
import { totalsOf } from '../firmTruth.ts'
import { until } from '../openStory.ts'
import { shoot } from '../shoot.ts'
import { confirm, openTab } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const PERSON = 'bookkeeper@story.test'
const NEXT_EMAIL = 'joan.new@story.test'
const MANY = 24
const manyEmail = (at: number) => `many-${at}@story.test`

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

async function toPayer({ story: { staff }, payerPage }: Told): Promise<void> {
  await staff.goto(payerPage)
  await openTab(staff, 'Payer Information')
  await section(staff, 'Login').getByText('Set by the payer; you never see it.').waitFor()
}

/** Makes payers without login access, as an import would. */
async function makeMany(page: Page): Promise<void> {
  const statuses = await page.evaluate(
    (emails) =>
      Promise.all(
        emails.map(async (email) => {
          const body = JSON.stringify({ email, firstName: 'Many', lastName: email.split('@')[0] })
          const headers = { 'Content-Type': 'application/json' }
          return (await fetch('/api/payers', { method: 'POST', headers, body })).status
        }),
      ),
    Array.from({ length: MANY }, (_, at) => manyEmail(at)),
  )
  expect(new Set(statuses)).toEqual(new Set([201]))
}

/** Staff look after logins: what a payer sees, several people, a changed email, many invites at once. */
export function manageLogins(told: Told): void {
  describe('staff look after the logins', () => {
    step('see the portal as the payer does, in a tab of its own in which nothing can be changed', async () => {
      const { staff, payer, context } = told.story
      await toPayer(told)
      const opened = context.waitForEvent('page')
      await staff.getByRole('button', { name: 'View as payer' }).click()
      const view = await opened
      await view.getByRole('region', { name: 'View as payer' }).getByText('Nothing can be changed').waitFor()
      const card = view.locator('.pp-total', { hasText: 'JPY' })
      await card.waitFor()
      expect(await card.locator('.pp-figure').first().textContent()).toBe(totalsOf(told.bills, 'jpy').open)
      expect(await view.evaluate(() => window.opener)).toBeNull()
      await view.getByRole('button', { name: 'End view' }).click()
      await view.getByText('The view has ended').first().waitFor()
      await view.close()
      await payer.goto(`${told.story.demo.server}/portal`)
      await payer.getByRole('heading', { name: 'Your invoices' }).waitFor()
    })

    step('see where the payer is logged in', async () => {
      await toPayer(told)
      const sessions = section(told.story.staff, 'Login').getByRole('table', { name: 'Where this payer is logged in' })
      await sessions.getByRole('cell', { name: PAYER.email }).first().waitFor()
      await shoot(told.story.staff, 'admin-login')
    })

    step('invite a second person, change the role and take the person away', async () => {
      const { staff } = told.story
      const people = section(staff, 'People')
      await people
        .getByRole('row', { name: new RegExp(PAYER.email) })
        .getByText('Owner')
        .waitFor()
      await people.getByRole('button', { name: 'Invite a person' }).click()
      const dialog = staff.locator('.ppa-dialog')
      await dialog.getByLabel('Email').fill(PERSON)
      await dialog.getByLabel('Name').fill('Bea Keeper')
      await dialog.getByLabel('Role').selectOption('view')
      await confirm(staff, 'Invite')
      const row = people.getByRole('row', { name: new RegExp(PERSON) })
      await row.getByRole('cell', { name: 'View' }).waitFor()
      const [mail] = await until('the welcome mail of the person', async () => {
        const mails = await told.story.mailsTo(PERSON)
        return mails.length > 0 ? mails : null
      })
      expect(mail?.text).toContain('/portal/accept-invite?token=')
      await row.getByRole('button', { name: `Change role: ${PERSON}` }).click()
      await dialog.getByLabel('Role').selectOption('pay')
      await confirm(staff, 'Change role')
      await row.getByRole('cell', { name: 'Pay' }).waitFor()
      await row.getByRole('button', { name: `Remove: ${PERSON}` }).click()
      await confirm(staff, 'Remove')
      await row.waitFor({ state: 'detached' })
      // The button that had the focus is gone with its row.
      await until('the focus is in the section', () =>
        people.evaluate((element) => element.contains(document.activeElement)),
      )
    })

    step('ask for another email, see that it waits and take it back: the mailed link is dead', async () => {
      const { staff, open } = told.story
      const login = section(staff, 'Login')
      await login.getByRole('button', { name: 'Change email' }).click()
      await staff.locator('.ppa-dialog').getByLabel('New email').fill(NEXT_EMAIL)
      await confirm(staff, 'Change email')
      await login.getByText(`A change to ${NEXT_EMAIL} waits`).waitFor()
      const mail = await until('the mail with the link', async () => (await told.story.mailsTo(NEXT_EMAIL)).at(-1))
      await login.getByRole('button', { name: 'Cancel the change' }).click()
      await confirm(staff, 'Cancel the change')
      await login.getByText(`A change to ${NEXT_EMAIL} waits`).waitFor({ state: 'detached' })
      const stranger = await open()
      await stranger.goto(`${told.story.demo.server}/portal/confirm-email?token=${encodeURIComponent(linkToken(mail))}`)
      await stranger.getByText(/used or has expired/).waitFor()
      await stranger.context().close()
      expect(await staff.locator('#field-email').inputValue()).toBe(PAYER.email)
    })

    step('invite many at once from the list, with the keyboard: a bar, and what became of each', async () => {
      const { staff, demo } = told.story
      await makeMany(staff)
      await staff.goto(`${demo.server}/admin/collections/payers?limit=50&sort=email`)
      await staff.getByLabel('Login', { exact: true }).selectOption({ label: 'Login access off' })
      await staff.getByRole('cell', { name: manyEmail(0) }).waitFor()
      await staff.getByRole('cell', { name: 'payer-1@demo.test' }).waitFor({ state: 'detached' })
      await staff.getByLabel('Login', { exact: true }).selectOption({ label: 'All' })
      const known = staff.getByRole('row', { name: /payer-1@demo\.test/ })
      await known.getByRole('checkbox').check()
      for (let at = 0; at < MANY; at += 1)
        await staff
          .getByRole('row', { name: new RegExp(`\\s${manyEmail(at)}`) })
          .getByRole('checkbox')
          .check()
      await staff.getByRole('button', { name: `Invite ${MANY + 1} selected` }).focus()
      await staff.keyboard.press('Enter')
      const dialog = staff.locator('.ppa-dialog')
      await dialog.getByText(`for the ${MANY} of ${MANY + 1} that have it off`).waitFor()
      await staff.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      expect(await staff.evaluate(() => document.activeElement?.textContent)).toBe(`Invite ${MANY + 1} selected`)
      await staff.keyboard.press('Enter')
      await dialog.getByText(`for the ${MANY} of ${MANY + 1} that have it off`).waitFor()
      await dialog.getByRole('button', { name: `Invite ${MANY + 1}` }).focus()
      await staff.keyboard.press('Enter')
      const bar = dialog.getByRole('progressbar', { name: `${MANY + 1} of ${MANY + 1} done` })
      await bar.waitFor()
      expect(await staff.evaluate(() => document.activeElement?.textContent)).toMatch(/^(Stop|Close)$/)
      await until(
        'each mail is sent',
        async () => (await dialog.getByRole('status').textContent())?.includes(`${MANY} sent, 1 already has access`),
        60,
      )
      await dialog
        .getByRole('row', { name: /payer-1@demo\.test/ })
        .getByText('Already has access')
        .waitFor()
      await shoot(staff, 'admin-bulk-invite')
      await staff.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await staff
        .getByRole('row', { name: new RegExp(`\\s${manyEmail(3)}`) })
        .getByText('Sent')
        .waitFor()
      for (const at of [0, MANY - 1]) expect(await told.story.mailsTo(manyEmail(at))).toHaveLength(1)
    })

    step('stop in the middle with Escape: who was not tried is told so, and gets no mail', async () => {
      const { staff } = told.story
      let release = () => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      let calls = 0
      await staff.route('**/api/payers/invite', async (route) => {
        calls += 1
        if (calls === 2) await held
        await route.continue()
      })
      await staff.getByRole('button', { name: `Invite ${MANY + 1} selected` }).click()
      const dialog = staff.locator('.ppa-dialog')
      await dialog.getByRole('button', { name: `Invite ${MANY + 1}` }).click()
      await dialog.getByRole('progressbar', { name: `10 of ${MANY + 1} done` }).waitFor()
      await until('the second call', () => Promise.resolve(calls === 2))
      await staff.keyboard.press('Escape')
      release()
      await dialog.getByRole('progressbar', { name: `20 of ${MANY + 1} done` }).waitFor()
      await dialog.getByRole('button', { name: 'Close' }).waitFor()
      expect(await dialog.getByRole('status').textContent()).toContain(`${MANY + 1 - 20} not tried`)
      expect(calls).toBe(2)
      await staff.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await staff.unroute('**/api/payers/invite')
    })
  })
}
