import type { Locator, Page } from 'playwright-core'
import { overflow, problemsOf } from '../axe.ts'
import { until } from '../openStory.ts'
import { shoot } from '../shoot.ts'
import { confirm } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const TITLE = 'Failing billing source'
const PHONE = { width: 360, height: 780 }
const DESKTOP = { width: 1280, height: 900 }
const BAD_BILL = 'S-NOT-RIGHT'

const row = (page: Page, title: string): Locator => page.getByRole('row', { name: new RegExp(title) })
const openAttention = async (page: Page, server: string) => {
  await page.goto(`${server}/admin/attention`)
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
}
const openConnect = async (page: Page, server: string) => {
  await page.goto(`${server}/admin/connect`)
  await page.getByRole('heading', { name: 'Connect', exact: true }).waitFor()
}

/** Reads the firm's system and waits until the newest run says how that ended. */
async function syncUntil(page: Page, outcome: string): Promise<void> {
  const first = page.getByRole('table', { name: 'How the runs went' }).locator('tbody tr').first()
  const before = await first.textContent()
  await page.getByRole('button', { name: /^Sync now/ }).click()
  await until(
    `a run that ${outcome}`,
    async () => {
      const text = (await first.textContent()) ?? ''
      return text !== before && text.includes(outcome)
    },
    60,
  )
}

/** Staff find on one list what somebody has to settle, and see how the billing systems stand. */
export function needsAttention(told: Told): void {
  describe('staff see what needs attention', () => {
    step('a billing system that cannot be read comes onto the list, and the navigation counts it', async () => {
      const { staff, demo, firm } = told.story
      await openConnect(staff, demo.server)
      await firm('alter table lpm.bill_hdr rename to bill_hdr_elsewhere')
      await syncUntil(staff, 'Failed')
      await staff.getByText('The last run failed').waitFor()
      await openAttention(staff, demo.server)
      await row(staff, TITLE).waitFor()
      await staff.locator('.ppa-count').first().waitFor({ state: 'attached' })
    })

    step('somebody takes it by the keyboard, writes a note, and is its owner', async () => {
      const { staff } = told.story
      await staff.getByRole('button', { name: new RegExp(`^Take: ${TITLE}`) }).focus()
      await staff.keyboard.press('Enter')
      await row(staff, TITLE).getByText('In progress').waitFor()
      await staff.getByRole('button', { name: new RegExp(`^Edit: ${TITLE}`) }).click()
      await staff.locator('.ppa-dialog').getByLabel('Note').fill('The vendor renamed a table.')
      await confirm(staff, 'Save')
      await row(staff, TITLE).getByText('The vendor renamed a table.').waitFor()
      await staff.getByLabel('Whose').selectOption({ label: 'Mine' })
      await row(staff, TITLE).waitFor()
      await shoot(staff, 'admin-attention')
    })

    step('it settles itself once the system can be read again', async () => {
      const { staff, demo, firm } = told.story
      await firm('alter table lpm.bill_hdr_elsewhere rename to bill_hdr')
      await openConnect(staff, demo.server)
      await syncUntil(staff, 'Succeeded')
      await openAttention(staff, demo.server)
      await staff.getByLabel('How it stands').selectOption({ label: 'Done' })
      await row(staff, TITLE).getByText('Settled itself').waitFor()
    })

    step('a row that cannot be right is listed with its reason, and read again when staff ask', async () => {
      const { staff, demo, firm } = told.story
      await firm(
        `insert into lpm.bill_hdr (bill_id, bill_no, cli_id, bill_typ, bill_sts, bill_dt, ccy, bill_tot)
         select (select max(bill_id) + 1 from lpm.bill_hdr), $1, min(cli_id), 'I', 'F', '2026-01-02', 'ZZZ', 10 from lpm.cli`,
        [BAD_BILL],
      )
      await openConnect(staff, demo.server)
      await syncUntil(staff, 'set aside')
      const parked = staff.getByRole('table', { name: 'Rows that were set aside' })
      await parked.getByText(BAD_BILL).waitFor()
      await openAttention(staff, demo.server)
      await row(staff, 'Rows set aside').waitFor()
      await firm('delete from lpm.bill_hdr where bill_no = $1', [BAD_BILL])
      await openConnect(staff, demo.server)
      await shoot(staff, 'admin-connect')
      await staff.getByRole('button', { name: /^Retry all/ }).click()
      await staff.getByText('No row is set aside.').waitFor({ timeout: 60_000 })
    })

    step('both pages on a small phone, light and dark: nothing that keeps anybody out', async () => {
      const { staff, demo } = told.story
      await staff.setViewportSize(PHONE)
      for (const open of [openAttention, openConnect]) {
        await open(staff, demo.server)
        await staff.locator('.ppa-tab table, .ppa-empty').first().waitFor()
        for (const theme of ['light', 'dark']) {
          await staff.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
          expect([theme, await problemsOf(staff, '.ppa-page')]).toEqual([theme, []])
        }
        expect(await overflow(staff)).toBe(0)
      }
      await staff.setViewportSize(DESKTOP)
    })
  })
}
