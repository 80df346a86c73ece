import type { Locator, Page } from 'playwright-core'
import { until } from '../openStory.ts'
import { shoot } from '../shoot.ts'
import { confirm, openPayer, openPayers, popUp } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const FILE = [
  'email;First Name;Last Name;Phone;Client Number;Login Access',
  'iris@records.test;Iris;Vale;212 555 0142;1001;no',
  'iris.vale@records.test;Iris;Vale;;;no',
  'omar@records.test;Omar;Öz;;no-such-client;yes',
  'not an email;Bad;Row;;;no',
  'payer-1@demo.test;There;Already;;;no',
].join('\r\n')

const csv = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/csv', buffer })
const rows = (page: Page): Locator => page.getByRole('region', { name: 'Rows of the file' }).locator('tbody tr')

async function chooseInMenu(page: Page, item: string): Promise<void> {
  await page.locator('.doc-controls__popup .popup-button').click()
  await page.getByRole('button', { name: item }).click()
}

async function importFile(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Import payers (CSV)' }).click()
  const input = page.getByLabel('CSV file')
  await input.setInputFiles(csv('wrong.csv', Buffer.from([0x65, 0xeb, 0x0a])))
  await page.getByText('are not in UTF-8').waitFor()
  await input.setInputFiles(csv('wrong.csv', Buffer.from('name\nAda\n')))
  await page.getByText('one of them must be email').waitFor()
  await input.setInputFiles(csv('clients.csv', Buffer.from(FILE)))
}

/** Staff import payers, put records away, and join two that are one. */
export function keepRecords(told: Told): void {
  describe('staff keep the records of many payers', () => {
    step('see the fate of every row before anything is written, then import', async () => {
      const { staff, demo } = told.story
      await openPayers(staff, demo.server)
      await importFile(staff)
      await staff.getByText('Nothing was written yet').waitFor()
      await staff.getByLabel('Show', { exact: true }).selectOption({ label: 'All rows (5)' })
      expect(await rows(staff).locator('td:nth-child(3)').allInnerTexts()).toEqual([
        'Create',
        'Create',
        'Create',
        'Error',
        'Leave alone',
      ])
      await rows(staff).getByText('No invoice has this client or matter number').waitFor()
      await rows(staff).getByText('A payer with this email exists.').waitFor()
      await shoot(staff, 'admin-import')
      await staff.getByRole('button', { name: 'Import 3 payers' }).click()
      await staff.getByText('3 payers imported.').waitFor()
      await staff.getByRole('button', { name: 'Done', exact: true }).click()
      await staff.getByRole('cell', { name: 'omar@records.test' }).waitFor()
      expect(await told.story.mailsTo('omar@records.test')).toEqual([])
    })

    step('are told who may be the same payer, and merge the two', async () => {
      const { staff, demo } = told.story
      await openPayer(staff, demo.server, 'iris.vale@records.test')
      const gone = staff.url()
      await staff.locator('.ppa-banner', { hasText: 'May be the same as Iris Vale' }).waitFor()
      await chooseInMenu(staff, 'Merge into another payer')
      await staff.getByLabel('Payer that stays').fill('iris@records')
      await staff.keyboard.press('Enter')
      await staff.getByRole('radio', { name: /iris@records\.test/ }).check()
      await staff.getByText('Moves to Iris Vale').waitFor()
      const merge = staff.locator('.ppa-dialog').getByRole('button', { name: 'Merge', exact: true })
      expect(await merge.isDisabled()).toBe(true)
      await staff.getByLabel('Name of the payer').fill('Iris Vale')
      await confirm(staff, 'Merge')
      await until('the payer that stays', () =>
        staff
          .locator('#field-email')
          .inputValue()
          .then((value) => value === 'iris@records.test'),
      )
      await staff.goto(gone)
      await staff.getByText('Everything of it is with').getByRole('link').click()
      await until('the payer that stays', () =>
        staff
          .locator('#field-email')
          .inputValue()
          .then((value) => value === 'iris@records.test'),
      )
      await staff.locator('#field-email').waitFor()
      expect(await staff.locator('.ppa-banner').count()).toBe(0)
    })

    step('archive a payer, who leaves the list and is found by its filter', async () => {
      const { staff, demo } = told.story
      await openPayer(staff, demo.server, 'omar@records.test')
      await chooseInMenu(staff, 'Archive')
      await confirm(staff, 'Archive')
      await popUp(staff, 'Omar Öz is archived.').waitFor()
      await staff.locator('.ppa-banner', { hasText: 'Archived on' }).waitFor()
      await openPayers(staff, demo.server)
      await staff.getByRole('cell', { name: 'iris@records.test' }).waitFor()
      expect(await staff.getByRole('cell', { name: 'omar@records.test' }).count()).toBe(0)
      await staff.getByLabel('Show archived').selectOption({ label: 'Archived payers' })
      await staff.getByRole('cell', { name: 'omar@records.test' }).waitFor()
      expect(await staff.getByRole('cell', { name: 'iris@records.test' }).count()).toBe(0)
    })

    step('erase it by the keyboard alone', async () => {
      const { staff, demo } = told.story
      const link = staff.getByRole('row', { name: 'omar@records.test' }).getByRole('link').first()
      await staff.goto(demo.server + (await link.getAttribute('href')))
      await staff.locator('.ppa-banner', { hasText: 'Archived on' }).waitFor()
      await staff.locator('.doc-controls__popup .popup-button').focus()
      await staff.keyboard.press('Enter')
      const item = staff.getByRole('button', { name: 'Erase contact data' })
      await until('the item has the focus', async () => {
        await staff.keyboard.press('ArrowDown')
        return item.evaluate((button) => button === document.activeElement)
      })
      await staff.keyboard.press('Enter')
      await staff.getByText('Stays, because books have to be kept').waitFor()
      await staff.keyboard.type('Omar Öz')
      await staff.keyboard.press('Enter')
      await popUp(staff, 'The contact data was erased.').waitFor()
      await staff.locator('.ppa-banner', { hasText: 'Erased on' }).waitFor()
    })
  })
}
