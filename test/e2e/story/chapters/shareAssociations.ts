import type { Page } from 'playwright-core'
import { STAFF_EMAIL } from '../../../../demo/seed/demoPayers.ts'
import { overflow, problemsOf } from '../axe.ts'
import { PAYER } from '../cast.ts'
import { RULES } from '../firmTruth.ts'
import { until } from '../openStory.ts'
import { shoot } from '../shoot.ts'
import { openTab, popUp, searchBy } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const PHONE = { viewport: { width: 360, height: 780 }, reducedMotion: 'reduce' } as const
const NAMES = ['Ines Share', 'Otto Share', 'Uma Share'] as const
const emailOf = (name: string): string => `${name.split(' ')[0]?.toLowerCase()}@share.test`

type Made = { id: number; name: string }

/** Asks a route as the page would. */
const ask = <Answer>(page: Page, { path, body }: { path: string; body?: object }): Promise<Answer> =>
  page.evaluate(
    async ({ url, sent }) => {
      const init = sent
        ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(sent) }
        : {}
      return (await fetch(url, init)).json()
    },
    { url: path, sent: body },
  ) as Promise<Answer>

const boxes = (page: Page) => page.locator('.ppa-add tbody .ppa-row input[type=checkbox]')
const titles = (page: Page) =>
  boxes(page).evaluateAll((found) => found.map((one) => one.getAttribute('aria-label') ?? ''))

/** Goes to another page of results, and answers what is on it. */
async function turnPage(page: Page, { button, number }: { button: string; number: number }): Promise<string[]> {
  await page.getByRole('navigation', { name: 'Pages of results' }).getByRole('button', { name: button }).click()
  await page.locator('.ppa-add .ppa-status', { hasText: `Page ${number}:` }).waitFor()
  return await titles(page)
}

/** No violation within the drawer or the panel on a phone, light and dark, and nothing to scroll sideways. */
async function looksRight(page: Page, within: string): Promise<void> {
  // The panel keeps the theme with which it was opened.
  for (const theme of ['dark', 'light']) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
    expect(await problemsOf(page, within)).toEqual([])
  }
  expect(await overflow(page)).toBe(0)
}

/** Staff give associations to one payer, to several and from a file, and ask of an invoice who sees it. */
export function shareAssociations(told: Told): void {
  describe('staff share associations', () => {
    const payers: Made[] = []
    let phone: Page
    const pageOf = (at: number): string => `${told.story.demo.server}/admin/collections/payers/${payers[at]?.id}`

    beforeAll(async () => {
      const { staff, demo, context, open } = told.story
      await staff.goto(`${demo.server}/admin/collections/payers`)
      for (const name of NAMES) {
        const [firstName, lastName] = name.split(' ')
        const body = { firstName, lastName, email: emailOf(name) }
        const { doc } = await ask<{ doc: { id: number } }>(staff, { path: '/api/payers', body })
        payers.push({ id: doc.id, name })
      }
      phone = await open({ ...PHONE, storageState: await context.storageState() })
    }, 60_000)
    afterAll(() => phone?.context().close())

    step('tick results on two pages and by two criteria: nothing that was ticked is lost', async () => {
      const { staff } = told.story
      await staff.goto(pageOf(0))
      await openTab(staff, 'Associations')
      await staff.getByRole('button', { name: 'Add Association (+)' }).click()
      await searchBy(staff, 'Client name', 'a')
      const first = await titles(staff)
      expect(first).toHaveLength(25)
      await boxes(staff).first().check()
      const second = await turnPage(staff, { button: 'Next', number: 2 })
      expect(second.filter((title) => first.includes(title))).toEqual([])
      await boxes(staff).first().check()
      expect(await turnPage(staff, { button: 'Previous', number: 1 })).toEqual(first)
      expect(await boxes(staff).first().isChecked()).toBe(true)
      await searchBy(staff, 'Matter number', RULES.matter.number)
      await staff.getByLabel('Filter Client number').fill(RULES.matter.client)
      await until('the filter narrows', async () => (await boxes(staff).count()) === 1)
      await boxes(staff).first().check()
      await searchBy(staff, 'Client number', RULES.client)
      await staff.getByRole('checkbox', { name: `Client ${RULES.client} Harbor & Finch LLC`, exact: true }).check()
      const tray = staff.locator('.ppa-chips--tray li')
      expect(await tray.count()).toBe(4)
      await staff.getByRole('heading', { name: '4 selected' }).waitFor()
      await staff.getByRole('button', { name: `Take out ${second[0]}` }).click()
      await until('three stay', async () => (await tray.count()) === 3)
    })

    step('see in the preview who else sees the same, and what an ending exclusion means', async () => {
      const { staff } = told.story
      const preview = staff.locator('.ppa-panel .ppa-panel')
      await preview.getByText(/other payers? sees? some of the same open invoices|Another payer sees/).waitFor()
      await staff.getByLabel('Effect').selectOption({ label: 'Exclude (always wins)' })
      await staff.getByLabel('Ends on').fill('2099-12-31')
      await preview
        .getByText(/ends on 2099-12-31: its invoices are visible again/)
        .first()
        .waitFor()
      await preview.getByText('This payer sees no open invoice.').waitFor()
      await staff.getByLabel('Effect').selectOption({ label: 'Include' })
      await staff.getByLabel('Ends on').fill('')
      await staff.locator('.ppa-add .ppa-panel [aria-busy=false] .ppa-table').waitFor()
      await shoot(staff, 'admin-associations-preview')
      await staff.getByRole('button', { name: 'Create Association' }).click()
      await popUp(staff, '3 associations were created').waitFor()
      await staff.locator('.ppa-add').waitFor({ state: 'hidden' })
      await until('three rules, each with who set it', async () => {
        const cells = await staff.locator('.ppa-tab td[data-label="Set by"]').allInnerTexts()
        return cells.length === 3 && cells.every((text) => text.includes(STAFF_EMAIL))
      })
    })

    step('see the same preview before an edit is saved', async () => {
      const { staff } = told.story
      const row = staff.locator('.ppa-tab tbody tr', { hasText: RULES.matter.number })
      await row.getByRole('button', { name: 'Edit' }).click()
      const edit = staff.locator('.ppa-row--edit')
      await edit.getByText('What this payer would see after the change').waitFor()
      await edit.getByLabel('Payer may').selectOption({ label: 'See only' })
      await edit.locator('[aria-busy=false]').waitFor()
      await edit.getByRole('button', { name: 'Save association' }).click()
      await popUp(staff, 'The association was changed').waitFor()
      await staff.locator('td[data-label="Set by"]', { hasText: 'Changed by' }).waitFor()
    })

    step('copy them to another payer: a preview, a result, and what is there is left alone', async () => {
      const { staff } = told.story
      const copy = async () => {
        await staff.getByRole('button', { name: 'Copy to other payers' }).click()
        await staff.getByLabel('Copy to: name or email').fill(emailOf(NAMES[1]))
        await staff.keyboard.press('Enter')
        await staff.getByRole('checkbox', { name: /Otto Share/ }).check()
        await staff.getByRole('button', { name: 'Preview for 1 payer' }).click()
        await staff.getByText('Nothing was written yet.').waitFor()
      }
      await copy()
      await staff.getByText('Gets 3 associations', { exact: true }).waitFor()
      await shoot(staff, 'admin-associations-copy')
      await staff.getByRole('button', { name: 'Add to 1 payer' }).click()
      await staff.getByText('1 payer changed.').waitFor()
      await staff.getByRole('button', { name: 'Done', exact: true }).click()
      await staff.locator('.ppa-add').waitFor({ state: 'hidden' })
      await copy()
      await staff.getByText('Has all of them already').waitFor()
      expect(await staff.getByRole('button', { name: 'Add to 0 payers' }).isDisabled()).toBe(true)
      await staff.getByRole('button', { name: 'Cancel' }).click()
      const path = `/api/associations?where[payer][equals]=${payers[1]?.id}&depth=0`
      expect((await ask<{ totalDocs: number }>(staff, { path })).totalDocs).toBe(3)
    })

    step('give the rows that are ticked in the list of payers the same association', async () => {
      const { staff, demo } = told.story
      await staff.goto(`${demo.server}/admin/collections/payers`)
      await staff.locator('.search-filter__input').fill('@share.test')
      await until('three payers are left', async () => (await staff.locator('tbody tr').count()) === NAMES.length)
      for (const name of NAMES) await staff.getByRole('row', { name }).getByRole('checkbox').check()
      await staff.getByRole('button', { name: 'Add associations to 3 selected' }).click()
      await searchBy(staff, 'Client number', RULES.hostileClient)
      await boxes(staff).first().check()
      await staff.getByRole('button', { name: 'Preview for 3 payers' }).click()
      await staff.getByRole('button', { name: 'Add to 3 payers' }).click()
      await staff.getByText('3 payers changed.').waitFor()
      await staff.getByRole('button', { name: 'Done', exact: true }).click()
    })

    step('import associations from a file after a look at the fate of every row', async () => {
      const { staff, demo } = told.story
      const file = [
        'payer,clientNumber,matterNumber,effect,ability,endsOn',
        `${emailOf(NAMES[2])},${RULES.client},,,view,2099-12-31`,
        `${emailOf(NAMES[2])},${RULES.hostileClient},,include,pay,`,
        `${payers[2]?.id},no-such-client,,exclude,,`,
        `nobody@share.test,${RULES.client},,,,`,
        `${emailOf(NAMES[2])},${RULES.client},,,,12/31/2099`,
      ].join('\r\n')
      await staff.goto(`${demo.server}/admin/collections/associations`)
      await staff.getByRole('button', { name: 'Import associations (CSV)' }).click()
      const upload = { name: 'rules.csv', mimeType: 'text/csv', buffer: Buffer.from(file) }
      await staff.getByLabel('CSV file').setInputFiles(upload)
      await staff.getByText('Nothing was written yet').waitFor()
      await staff.getByLabel('Show', { exact: true }).selectOption({ label: 'All rows (5)' })
      const rows = staff.getByRole('region', { name: 'Rows of the file' }).locator('tbody tr')
      expect(await rows.locator('td:nth-child(3)').allInnerTexts()).toEqual([
        'Create',
        'Leave alone',
        'Create',
        'Error',
        'Error',
      ])
      await rows.getByText('No invoice matches it at the moment.').waitFor()
      await rows.getByText('No payer has this email.').waitFor()
      await shoot(staff, 'admin-associations-import')
      await staff.getByRole('button', { name: 'Import 2 associations' }).click()
      await staff.getByText('2 associations imported.').waitFor()
      await staff.getByRole('button', { name: 'Done', exact: true }).click()
      const first = staff.locator('table tbody tr').first()
      await until('the list tells rule, payer and who set it', async () => {
        const text = (await first.textContent()) ?? ''
        return text.includes('Client number') && text.includes('Share') && text.includes(STAFF_EMAIL)
      })
    })

    step('ask of an invoice who can see it', async () => {
      const { staff, demo } = told.story
      const path = `/api/invoices?where[clientNumber][equals]=${RULES.client}&where[status][equals]=open&limit=1&depth=0`
      const { docs } = await ask<{ docs: { id: number }[] }>(staff, { path })
      const page = `${demo.server}/admin/collections/invoices/${docs[0]?.id}`
      await staff.goto(page)
      const panel = staff.getByRole('region', { name: 'Who can see this invoice?' })
      await panel.getByRole('button', { name: 'Show' }).click()
      await panel
        .getByRole('row', { name: new RegExp(`${PAYER.firstName}|${NAMES[0]}`) })
        .first()
        .waitFor()
      const uma = panel.getByRole('row', { name: NAMES[2] })
      expect(await uma.textContent()).toMatch(/Sees only[\s\S]*Client number 1001[\s\S]*until 2099-12-31/)
      await shoot(staff, 'admin-who-sees')
      await phone.goto(page)
      await phone.getByRole('region', { name: 'Who can see' }).getByRole('button', { name: 'Show' }).click()
      await phone.getByRole('row', { name: NAMES[2] }).waitFor()
      await looksRight(phone, '.ppa-section')
    })

    step('do all of it on a phone, light and dark', async () => {
      const { demo } = told.story
      await phone.goto(pageOf(0))
      await openTab(phone, 'Associations')
      await phone.locator('.ppa-tab td[data-label="Set by"]').first().waitFor()
      await looksRight(phone, '.ppa-tab')
      await phone.getByRole('button', { name: 'Add Association (+)' }).click()
      await searchBy(phone, 'Client name', 'a')
      await boxes(phone).first().check()
      await phone.locator('.ppa-add .ppa-panel [aria-busy=false]').first().waitFor()
      await looksRight(phone, '.ppa-add')
      await phone.getByRole('button', { name: 'Cancel' }).click()
      await phone.locator('.ppa-add').waitFor({ state: 'hidden' })
      await phone.getByRole('button', { name: 'Copy to other payers' }).click()
      await phone.getByLabel('Copy to: name or email').fill('@share.test')
      await phone.keyboard.press('Enter')
      await phone.getByRole('checkbox', { name: /Uma Share/ }).check()
      await phone.getByRole('button', { name: 'Preview for 1 payer' }).click()
      await phone.getByText('Nothing was written yet.').waitFor()
      await looksRight(phone, '.ppa-add')
      await phone.goto(`${demo.server}/admin/collections/associations`)
      await phone.getByRole('button', { name: 'Import associations (CSV)' }).click()
      const upload = {
        name: 'rules.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('payer,clientNumber\nx@y.test,1\n'),
      }
      await phone.getByLabel('CSV file').setInputFiles(upload)
      await phone.getByText('Nothing was written yet').waitFor()
      await looksRight(phone, '.ppa-add')
    })
  })
}
