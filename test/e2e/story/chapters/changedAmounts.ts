import { overflow, PHONE, problemsOf } from '../axe.ts'
import { choosePart, goHome, payButton, radio, receivedReference } from '../payerActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const NUMBER = 'S-MANY'
const DESKTOP = { width: 1280, height: 900 }
const CHEQUE = `
with bill as (
  select h.bill_id, h.acct_cd, h.ccy, h.bill_tot - coalesce((select sum(ln_amt) from lpm.rcpt_ln l where l.bill_id = h.bill_id), 0) - $2 as amt
  from lpm.bill_hdr h where h.bill_no = $1
), receipt as (
  insert into lpm.rcpt (rcpt_dt, acct_cd, ccy, rcpt_amt, pay_meth)
  select current_date, acct_cd, ccy, amt, 'CHEQUE' from bill returning rcpt_id
)
insert into lpm.rcpt_ln (rcpt_id, ln_no, bill_id, ln_amt) select rcpt_id, 1, bill_id, amt from receipt, bill`

/** A cheque arrives at the firm while the payer stands before the payment. */
export function changedAmounts(told: Told): void {
  describe('what is due changes while the payer pays', () => {
    step('the page says how old its amounts are', async () => {
      const { payer, demo } = told.story
      await goHome(payer, demo.server)
      await payer.locator('.pp-as-of').waitFor()
      await choosePart(payer, NUMBER, '500.00')
      await payer.locator('.pp-pay-summary .pp-as-of').waitFor()
    })

    step('nothing is charged, and the payer is told what is due now', async () => {
      const { payer, firm } = told.story
      await radio(payer, /Visa ending in 4242/).waitFor()
      await firm(CHEQUE, [NUMBER, 100])
      await payButton(payer).click()
      await payer.getByText('These invoices have changed').waitFor()
      await payer.getByText('now due $100.00, you chose $500.00').waitFor()
      expect(await payButton(payer).count()).toBe(0)
      await payer.setViewportSize(PHONE.viewport)
      expect(await problemsOf(payer)).toEqual([])
      expect(await overflow(payer)).toBe(0)
      await payer.setViewportSize(DESKTOP)
    })

    step('and goes on with that, by the keyboard alone', async () => {
      const { payer } = told.story
      await payer.getByRole('button', { name: 'Go on with $100.00' }).focus()
      await payer.keyboard.press('Enter')
      await payer.locator('button[type=submit]:focus', { hasText: 'Pay $100.00' }).waitFor()
      await payer.keyboard.press('Enter')
      told.receipts.push({ reference: await receivedReference(payer), amount: 10_000 })
    })
  })
}
