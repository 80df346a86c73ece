import { PAYER } from '../cast.ts'
import { describedMatter, firmBills, RULES, totalsOf } from '../firmTruth.ts'
import { until } from '../openStory.ts'
import { shoot } from '../shoot.ts'
import { confirm, logInStaff, openTab, popUp, save, searchBy } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

/** Staff make a payer, choose what the payer sees and switch the login on. */
export function setUpPayer(told: Told): void {
  describe('staff set a payer up', () => {
    step('log in, search the payers and create one', async () => {
      const { staff, demo } = told.story
      await logInStaff(staff, demo.server)
      await staff.goto(`${demo.server}/admin/collections/payers`)
      await staff.locator('.search-filter__input').fill('Núñez')
      await staff.getByRole('cell', { name: 'payer-3@demo.test' }).waitFor()
      await until('one payer is left', async () => (await staff.locator('tbody tr').count()) === 1)
      await staff.goto(`${demo.server}/admin/collections/payers/create`)
      await staff.locator('#field-firstName').fill(PAYER.firstName)
      await staff.locator('#field-lastName').fill(PAYER.lastName)
      await staff.locator('#field-email').fill(PAYER.email)
      const answer = await save(staff, 'payers')
      expect(answer.status()).toBe(201)
      await staff.waitForURL(/collections\/payers\/\d+/)
      told.payerPage = staff.url()
      expect(await staff.locator('.tabs-field__tab-button').allInnerTexts()).toEqual([
        'Payer Information',
        'Associations',
        'Payment History',
        'Activity',
      ])
    })

    step('find clients, matters and invoices by all five fields, tick them and associate them', async () => {
      const { staff } = told.story
      await openTab(staff, 'Associations')
      const described = await describedMatter(told.story)
      const searches = [
        ['Client number', RULES.client, `Client ${RULES.client} Harbor & Finch LLC`],
        ['Client name', 'Bold', /^Client X-01/],
        [
          'Matter number',
          RULES.matter.number,
          new RegExp(`^Matter ${RULES.matter.number} .* of client ${RULES.matter.client} `),
        ],
        [
          'Matter description',
          described.description,
          new RegExp(`^Matter ${described.number} .* of client ${RULES.described.client} `),
        ],
        [
          'Invoice number',
          RULES.invoice.number,
          new RegExp(`^Invoice ${RULES.invoice.number} of client ${RULES.invoice.client} `),
        ],
      ] as const
      for (const [round, chosen] of [searches.slice(0, 3), searches.slice(3)].entries()) {
        await staff.getByRole('button', { name: 'Add Association (+)' }).click()
        for (const [field, text, row] of chosen) {
          await searchBy(staff, field, text)
          // Many matters have the same description: the column's filter finds the one.
          if (field === 'Matter description') await staff.getByLabel('Filter Matter number').fill(described.number)
          await staff.getByRole('checkbox', { name: row, exact: true }).check()
        }
        await staff.getByText('What this payer would see with them').waitFor()
        await staff.locator('.ppa-add .ppa-panel [aria-busy=false] .ppa-table').waitFor()
        if (round === 0) await shoot(staff, 'admin-associations')
        await staff.getByRole('button', { name: 'Create Association' }).click()
        await popUp(staff, `${chosen.length} associations were created`).waitFor()
        await staff.locator('.ppa-add').waitFor({ state: 'hidden' })
      }
      await until('five rules', async () => (await staff.locator('.ppa-tab .ppa-table .ppa-actions').count()) === 5)
    })

    step('see in the preview what the firm’s own database says', async () => {
      told.bills = await firmBills(told.story)
      expect(told.bills.length).toBeGreaterThan(20)
      const preview = told.story.staff.locator('.ppa-panel', { hasText: 'What this payer sees now' })
      for (const currency of ['usd', 'jpy']) {
        const { open, openCount, overdue, overdueCount } = totalsOf(told.bills, currency)
        const row = preview.getByRole('row', { name: currency.toUpperCase() })
        await until(`the preview of ${currency}`, async () => {
          const cells = await row
            .getByRole('cell')
            .allInnerTexts()
            .catch(() => [])
          return JSON.stringify(cells) === JSON.stringify([`${openCount}`, open, `${overdueCount}`, overdue])
        })
      }
      await shoot(told.story.staff, 'admin-preview')
    })

    step('A-10 switch login access on: one mail, and a pop-up when the mail server has taken it', async () => {
      const { staff } = told.story
      await openTab(staff, 'Payer Information')
      const [email, toggle] = [staff.locator('#field-email'), staff.getByRole('switch', { name: 'Login Access' })]
      const [left, right] = [await email.boundingBox(), await toggle.boundingBox()]
      expect((right?.x ?? 0) - (left?.x ?? 0)).toBeGreaterThan(left?.width ?? 0)
      await toggle.click()
      expect(await told.story.mailsTo(PAYER.email)).toEqual([])
      await confirm(staff, 'Switch on and send')
      await popUp(staff, `The welcome mail was sent to ${PAYER.email}`).waitFor()
      await staff.getByText('It has not been accepted yet').waitFor()
      await staff.waitForTimeout(1000)
      const mails = await told.story.mailsTo(PAYER.email)
      expect(mails).toHaveLength(1)
      expect(mails[0]?.text).toContain('Finch & Harrow LLP')
      expect(mails[0]?.html).toContain('accept-invite')
      await shoot(staff, 'admin-payer')
    })

    step('cannot edit the email of a login, and are told what to do', async () => {
      const { staff } = told.story
      await staff.locator('#field-email').fill('other@told.story.test')
      const answer = await save(staff, 'payers')
      expect(answer.status()).toBe(400)
      expect(await answer.text()).toContain(
        'Use Change email to move the login to another address, or delete the login first',
      )
      await staff.getByText('editing it here would break that login').first().waitFor()
      await staff.goto(told.payerPage)
      expect(await staff.locator('#field-email').inputValue()).toBe(PAYER.email)
    })
  })
}
