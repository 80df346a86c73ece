import { formatMoney } from '../../../../src/base/money.ts'
import { PAYER } from '../cast.ts'
import { firmReceipt } from '../firmTruth.ts'
import { until } from '../openStory.ts'
import { shoot } from '../shoot.ts'
import { openTab } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const usd = (amount: number) => formatMoney(amount, 'usd')

/** What was paid is in mails, in the history, in the firm’s database and before staff. */
export function recordPayments(told: Told): void {
  describe('the payment is recorded', () => {
    step('as a receipt by mail and as a PDF, in the payer’s history', async () => {
      const { payer, demo } = told.story
      for (const { reference, amount } of told.receipts) {
        const mail = await until(`the receipt of ${reference}`, async () =>
          (await told.story.mailsTo(PAYER.email)).find(({ subject }) => subject.includes(reference)),
        )
        expect(mail.text).toContain(usd(amount))
      }
      await payer.goto(`${demo.server}/portal/payments`)
      for (const { reference } of told.receipts)
        await payer.getByRole('link', { name: `Payment ${reference}` }).waitFor()
      await payer.getByRole('link', { name: `Payment ${told.receipts[0]?.reference}` }).click()
      const link = await payer.getByRole('link', { name: 'Receipt as PDF' }).getAttribute('href')
      const start = await payer.evaluate(async (url) => (await (await fetch(url)).text()).slice(0, 5), link ?? '')
      expect(start).toBe('%PDF-')
    })

    step('in the firm’s own database, once, under our reference', async () => {
      for (const { reference, amount } of told.receipts) {
        const lines = await until(`the firm's receipt of ${reference}`, async () => {
          const found = await firmReceipt(told.story, reference)
          return found.length > 0 && found
        })
        expect(new Set(lines.map((line) => line.amount))).toEqual(new Set([amount]))
        expect(lines.reduce((sum, { line }) => sum + line, 0)).toBe(amount)
        expect(new Set(lines.map(({ method }) => method))).toEqual(new Set(['PORTAL']))
      }
      expect(await firmReceipt(told.story, told.receipts[0]?.reference ?? '')).toMatchObject([
        { bill: 'S-OPEN-1', line: 10_000 },
      ])
    })

    step('in the payment history that staff see', async () => {
      const { staff } = told.story
      await staff.goto(told.payerPage)
      await openTab(staff, 'Payment History')
      for (const { reference, amount } of told.receipts) {
        const row = staff.getByRole('row', { name: reference })
        await row.waitFor()
        expect(await row.textContent()).toMatch(/succeeded/i)
        expect(await row.textContent()).toContain(usd(amount))
      }
      await shoot(staff, 'admin-history')
    })
  })
}
