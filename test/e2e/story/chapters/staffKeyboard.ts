import type { Page } from 'playwright-core'
import { problemsOf } from '../axe.ts'
import { focused, standsOn, tabTo } from '../keyboard.ts'
import type { Told } from '../Told.ts'

type Opener = {
  /** Where it stands: a page of the panel, or a tab of the payer. */
  at: string
  button: RegExp
  /** The name of what it opens. */
  opens: string
}

const PAYER: readonly Opener[] = [
  { at: 'Payer Information', button: /^Login Access/, opens: 'Switch login access off?' },
  { at: 'Payer Information', button: /^Change email/, opens: 'Change the email of this login' },
  { at: 'Payer Information', button: /^Reset password/, opens: 'Reset the password?' },
  { at: 'Payer Information', button: /^Delete login/, opens: 'Delete this login?' },
  { at: 'Payer Information', button: /^Invite a person/, opens: 'Invite a person' },
  { at: 'Associations', button: /^Add Association/, opens: 'Add Association' },
  { at: 'Associations', button: /^Copy to other payers/, opens: 'Copy to other payers' },
  { at: 'Associations', button: /^Remove: Client/, opens: 'Remove this association?' },
]
const PAGES: readonly Opener[] = [
  { at: '/collections/payers', button: /^Possible duplicates/, opens: 'Possible duplicates' },
  { at: '/collections/payers', button: /^Import payers/, opens: 'Import payers' },
  { at: '/collections/associations', button: /^Import associations/, opens: 'Import associations' },
]

/** The way leads through the panel's own header, whose look is not ours. */
async function pressInPanel(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name, { others: true })
  await page.keyboard.press('Enter')
}

/** Where the focus is: in a dialog or not. */
const isInside = (page: Page) =>
  page.evaluate(() => Boolean(document.activeElement?.closest('dialog, [role="dialog"]')))

/** Presses it, goes round in what it opens, and leaves by Escape: the focus is seen all the way, and comes back. */
async function openAndLeave(page: Page, { button, opens }: Opener): Promise<void> {
  await pressInPanel(page, button)
  const dialog = page.getByRole('dialog', { name: opens, exact: true })
  await dialog.waitFor()
  for (let count = 0; count < 12; count += 1) {
    await page.keyboard.press(count < 9 ? 'Tab' : 'Shift+Tab')
    expect([count, await isInside(page)]).toEqual([count, true])
    const { name, isVisible } = await focused(page)
    expect([name, isVisible]).toEqual([name, true])
  }
  expect(await problemsOf(page, '.payload__modal-item')).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await standsOn(page, button)
}

/** Staff's actions without a mouse, none of them carried out. */
export function staffKeyboard(told: Told): void {
  describe('staff with a keyboard alone', () => {
    let page: Page
    beforeAll(async () => {
      page = await told.story.open({ storageState: await told.story.context.storageState() })
    })
    afterAll(async () => {
      await page?.context().close()
    })

    const toTab = async (tab: string) => {
      // Once the page has settled it shows the tab on which it was left.
      await page.goto(told.payerPage, { waitUntil: 'networkidle' })
      await page.getByRole('button', { name: tab, exact: true }).waitFor()
      await pressInPanel(page, new RegExp(`^${tab}$`))
    }

    it.each(PAYER)("opens “$opens” from the payer's $at, and comes back", async (opener) => {
      await toTab(opener.at)
      await openAndLeave(page, opener)
    })

    it.each(PAGES)('opens “$opens” at $at, and comes back', async (opener) => {
      await page.goto(`${told.story.demo.server}/admin${opener.at}`)
      await page.getByRole('button', { name: opener.button }).first().waitFor()
      await openAndLeave(page, opener)
    })

    it('edits an association in its row, and gives it up with Escape', async () => {
      await toTab('Associations')
      await pressInPanel(page, /^Edit: Client/)
      await standsOn(page, /^Effect/)
      // The calendar of a date shows its focus inside of the field.
      await tabTo(page, /^Save association/, { others: true })
      await page.keyboard.press('Escape')
      await standsOn(page, /^Edit: Client/)
    })

    it('finds no fault on the pages of the portal in the panel', async () => {
      for (const path of ['/attention', '/connect', '/postings']) {
        await page.goto(`${told.story.demo.server}/admin${path}`)
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        expect([path, await problemsOf(page, '.ppa-page')]).toEqual([path, []])
      }
    })
  })
}
