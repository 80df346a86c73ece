import type { Page } from 'playwright-core'
import { until, whoIs } from '../openStory.ts'
import { goHome, payButton, radio, receivedReference } from '../payerActions.ts'
import { openTab, searchBy } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

const CLIENT = 'I04-C'
const HOSTILE = {
  client: 'Client <img src=x onerror=alert(1)>',
  matter: 'Matter <svg/onload=alert(2)>"><img src=x onerror=alert(2)>',
  number: 'I04 <img src=x onerror=alert(3)>',
  memo: 'Note <script>alert(4)</script><img src=x onerror=alert(4)>',
} as const

/** A client, a matter and an old bill, as somebody typed them into the firm's billing system. */
const SEED = `
with client as (
  insert into lpm.cli (cli_id, cli_no, cli_nm, cli_typ, opened_dt) select max(cli_id) + 1, $1, $2, 'O', '2020-01-01' from lpm.cli returning cli_id
), matter as (
  insert into lpm.mat (mat_id, cli_id, mat_no, mat_desc) select (select max(mat_id) + 1 from lpm.mat), cli_id, 'I04-M', $3 from client returning mat_id
), bill as (
  insert into lpm.bill_hdr (bill_id, bill_no, cli_id, bill_typ, bill_sts, bill_dt, due_dt, ccy, acct_cd, bill_tot, narr)
  select (select max(bill_id) + 1 from lpm.bill_hdr), $4, cli_id, 'I', 'F', '2020-01-02', '2020-02-01', 'USD', 'OPR-NY', 75, $5 from client returning bill_id
)
insert into lpm.bill_ln (bill_id, ln_no, mat_id, ln_typ, ln_desc, ln_amt) select bill_id, 1, mat_id, 'FEE', 'Services', 75 from bill, matter`

/** Asks the server as who this page's cookies are. */
async function post(page: Page, path: string, data: object): Promise<void> {
  const status = await page.evaluate(
    async ([url, body]) =>
      (await fetch(url ?? '', { method: 'POST', headers: { 'content-type': 'application/json' }, body: body ?? null }))
        .status,
    [path, JSON.stringify(data)],
  )
  expect(status).toBeLessThan(300)
}

/** The texts can be read as they were typed, and nothing of them became an element. */
async function expectTexts(page: Page, texts: readonly string[]): Promise<void> {
  for (const text of texts) await page.getByText(text).filter({ visible: true }).first().waitFor()
  expect(await page.locator('img[src="x"], [onerror], [onload]').count()).toBe(0)
}

/** Texts of the billing system that would like to be markup, everywhere they are shown. */
export function hostileTexts(told: Told): void {
  describe('texts that would like to be markup', () => {
    step('I-04 arrive by the sync and stay texts in the portal’s list and detail', async () => {
      const { staff, payer, demo } = told.story
      await told.story.firm(SEED, [CLIENT, HOSTILE.client, HOSTILE.matter, HOSTILE.number, HOSTILE.memo])
      await staff.goto(told.payerPage)
      const id = Number(told.payerPage.split('/').at(-1))
      await post(staff, '/api/connect/sync', { source: 'firm' })
      await post(staff, '/api/associations', { payer: id, clientNumber: CLIENT, effect: 'include' })
      await until('the bill is there', async () => {
        await goHome(payer, demo.server)
        return (await payer.getByRole('link', { name: HOSTILE.number }).count()) > 0
      })
      await expectTexts(payer, [HOSTILE.client, HOSTILE.matter, HOSTILE.number])
      await payer.getByRole('link', { name: HOSTILE.number }).click()
      await payer.getByRole('button', { name: 'Pay this invoice' }).waitFor()
      await expectTexts(payer, Object.values(HOSTILE))
    })

    step('I-04 stay texts in the payment, its receipt and the mail', async () => {
      const { payer, open } = told.story
      const address = (await whoIs(payer)).payer ?? ''
      await payer.getByRole('button', { name: 'Pay this invoice' }).click()
      await radio(payer, /Visa ending in 4242/).click()
      await expectTexts(payer, [HOSTILE.number])
      await payButton(payer).click()
      const reference = await receivedReference(payer)
      await expectTexts(payer, [HOSTILE.number])
      const mail = await until('the receipt', async () =>
        (await told.story.mailsTo(address)).find(({ subject }) => subject.includes(reference)),
      )
      const reader = await open()
      await reader.setContent(mail.html ?? '')
      await expectTexts(reader, [HOSTILE.number])
      await reader.context().close()
    })

    step('I-04 stay texts in the admin panel: the invoices, the search and the payer’s tabs', async () => {
      const { staff, demo } = told.story
      await staff.goto(`${demo.server}/admin/collections/invoices?search=I04`)
      await expectTexts(staff, [HOSTILE.number, HOSTILE.client])
      await staff.goto(told.payerPage)
      await openTab(staff, 'Payment History')
      await expectTexts(staff, [HOSTILE.number])
      await openTab(staff, 'Associations')
      await staff.getByRole('button', { name: 'Add Association (+)' }).click()
      for (const [field, text, shown] of [
        ['Client name', 'Client <img', HOSTILE.client],
        ['Matter description', 'Matter <svg', HOSTILE.matter],
        ['Invoice number', HOSTILE.number, HOSTILE.number],
      ] as const) {
        await searchBy(staff, field, text)
        await expectTexts(staff, [shown])
      }
      expect(told.story.dialogs).toEqual([])
    })
  })
}
