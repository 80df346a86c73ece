import pg from 'pg'
import { formatMoney } from '../../src/base/money.ts'
import { linkToken } from '../helpers/mailInbox.ts'
import { CLICKED, PAYER } from './story/cast.ts'
import { type Bill, describedMatter, firmBills, firmReceipt, RULES, totalsOf } from './story/firmTruth.ts'
import { openStory, type Story, until, whoIs } from './story/openStory.ts'
import {
  CARDS,
  choosePart,
  goHome,
  listedInvoices,
  payButton,
  radio,
  receivedReference,
  tick,
  typeCard,
} from './story/payerActions.ts'
import { shoot } from './story/shoot.ts'
import { confirm, logInStaff, openTab, popUp, save, searchBy } from './story/staffActions.ts'
import { step } from './story/step.ts'

async function onDatabase(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}

const OPERATING = 'OPR-NY'
let story: Story
let bills: Bill[]
let payerPage: string
const receipts: { reference: string; amount: number }[] = []

const usd = (amount: number) => formatMoney(amount, 'usd')
const dueOf = (number: string) => bills.find((bill) => bill.number === number)?.due ?? 0
const paidSoFar = () => receipts.reduce((sum, { amount }) => sum + amount, 0)
const openUsd = async () =>
  await story.payer.locator('.pp-total', { hasText: 'USD' }).locator('.pp-figure').first().textContent()

beforeAll(async () => {
  story = await openStory()
}, 400_000)

afterAll(async () => {
  await story?.close()
}, 60_000)

describe('staff set a payer up', () => {
  step('log in, search the payers and create one', async () => {
    const { staff, demo } = story
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
    payerPage = staff.url()
    expect(await staff.locator('.tabs-field__tab-button').allInnerTexts()).toEqual([
      'Payer Information',
      'Associations',
      'Payment History',
    ])
  })

  step('find clients, matters and invoices by all five fields, tick them and associate them', async () => {
    const { staff } = story
    await openTab(staff, 'Associations')
    const described = await describedMatter(story)
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
    bills = await firmBills(story)
    expect(bills.length).toBeGreaterThan(20)
    const preview = story.staff.locator('.ppa-panel', { hasText: 'What this payer sees now' })
    for (const currency of ['usd', 'jpy']) {
      const { open, openCount, overdue, overdueCount } = totalsOf(bills, currency)
      const row = preview.getByRole('row', { name: currency.toUpperCase() })
      await until(`the preview of ${currency}`, async () => {
        const cells = await row
          .getByRole('cell')
          .allInnerTexts()
          .catch(() => [])
        return JSON.stringify(cells) === JSON.stringify([`${openCount}`, open, `${overdueCount}`, overdue])
      })
    }
    await shoot(story.staff, 'admin-preview')
  })

  step('A-10 switch login access on: one mail, and a pop-up when the mail server has taken it', async () => {
    const { staff } = story
    await openTab(staff, 'Payer Information')
    const [email, toggle] = [staff.locator('#field-email'), staff.getByRole('switch', { name: 'Login Access' })]
    const [left, right] = [await email.boundingBox(), await toggle.boundingBox()]
    expect((right?.x ?? 0) - (left?.x ?? 0)).toBeGreaterThan(left?.width ?? 0)
    await toggle.click()
    expect(await story.mailsTo(PAYER.email)).toEqual([])
    await confirm(staff, 'Switch on and send')
    await popUp(staff, `The welcome mail was sent to ${PAYER.email}`).waitFor()
    await staff.getByText('It has not been accepted yet').waitFor()
    await staff.waitForTimeout(1000)
    const mails = await story.mailsTo(PAYER.email)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).toContain('Finch & Harrow LLP')
    expect(mails[0]?.html).toContain('accept-invite')
    await shoot(staff, 'admin-payer')
  })

  step('cannot edit the email of a login, and are told what to do', async () => {
    const { staff } = story
    await staff.locator('#field-email').fill('other@story.test')
    const answer = await save(staff, 'payers')
    expect(answer.status()).toBe(400)
    expect(await answer.text()).toContain(
      'Use Change email to move the login to another address, or delete the login first',
    )
    await staff.getByText('editing it here would break that login').first().waitFor()
    await staff.goto(payerPage)
    expect(await staff.locator('#field-email').inputValue()).toBe(PAYER.email)
  })
})

describe('the payer logs in and sees', () => {
  step('A-16 sets a password by the link of the mail and lands in the portal, while staff stay logged in', async () => {
    const { payer, demo } = story
    const [mail] = await story.mailsTo(PAYER.email)
    await payer.goto(`${demo.server}/portal/accept-invite?token=${encodeURIComponent(linkToken(mail))}`)
    await payer.getByRole('textbox', { name: 'New password' }).fill(PAYER.password)
    await payer.getByRole('button', { name: 'Create password and log in' }).click()
    await payer.getByRole('heading', { name: 'Your invoices' }).waitFor()
    await payer.locator('.pp-totals').waitFor()
    expect(new URL(payer.url()).pathname).toMatch(/^\/portal\/?$/)
    expect(await whoIs(payer)).toEqual({ staff: 'staff@demo.test', payer: PAYER.email })
    await story.staff.goto(`${demo.server}/admin`)
    await story.staff.locator('.dashboard').first().waitFor()
    expect(await whoIs(payer)).toEqual({ staff: 'staff@demo.test', payer: PAYER.email })
  })

  step('exactly the open invoices, totals and overdue amounts of the firm’s own database', async () => {
    const { payer } = story
    await shoot(payer, 'portal-home')
    for (const currency of ['usd', 'jpy']) {
      const { open, openCount, overdue, overdueCount } = totalsOf(bills, currency)
      const card = payer.locator('.pp-total', { hasText: currency.toUpperCase() })
      expect(await card.locator('.pp-figure').allInnerTexts()).toEqual([open, overdue])
      const counts = [openCount, overdueCount].map((count) => (count === 1 ? '1 invoice' : `${count} invoices`))
      expect(await card.locator('.pp-count').allInnerTexts()).toEqual(counts)
    }
    const expected = bills.map(({ number, due, currency }) => [number, formatMoney(due, currency)])
    expect((await listedInvoices(payer)).sort()).toEqual(expected.sort())
  })
})

describe('the payer pays', () => {
  step('is told what to do when a card is declined, then pays a part with another one and saves it', async () => {
    const { payer, demo } = story
    await goHome(payer, demo.server)
    await choosePart(payer, 'S-OPEN-1', '100.00')
    await typeCard(payer, CARDS.declined)
    await payButton(payer).click()
    await payer.getByText('The payment was declined').waitFor()
    expect(await payer.locator('.pp-notice.pp-tone-bad').textContent()).toMatch(CLICKED.declineAdvice)
    await typeCard(payer, CARDS.good)
    await tick(payer, 'Save this for later').click()
    await typeCard(payer, CARDS.good)
    await shoot(payer, 'portal-pay')
    await payButton(payer).click()
    receipts.push({ reference: await receivedReference(payer), amount: 10_000 })
    await shoot(payer, 'portal-receipt')
    await goHome(payer, demo.server)
    expect(await openUsd()).toBe(usd(totalUsd() - paidSoFar()))
    const row = payer.locator('.pp-row', { has: payer.getByRole('link', { name: 'Invoice S-OPEN-1', exact: true }) })
    expect(await row.locator('.pp-row-amount').textContent()).toBe(usd(dueOf('S-OPEN-1') - 10_000))
  })

  step('pays one amount over several invoices, from the oldest to the newest, with the saved card', async () => {
    const { payer } = story
    const amount = 300_000
    await payer.getByRole('button', { name: 'Pay one amount' }).click()
    const dialog = payer.getByRole('dialog')
    await dialog.getByRole('button', { name: /Currency/ }).click()
    await payer.getByRole('option', { name: 'USD' }).click()
    await dialog.getByLabel('Amount (USD)').fill('3000')
    await dialog.getByRole('button', { name: 'Oldest to newest' }).click()
    const lines = dialog.locator('.pp-proposal li')
    await lines.first().waitFor()
    const proposed = await lines.allInnerTexts()
    expect(proposed.map((line) => line.split(/\s*\n\s*/))).toEqual(
      spread(amount).map(([number, part]) => [`Invoice ${number}`, usd(part)]),
    )
    expect(proposed.length).toBeGreaterThan(1)
    await dialog.getByRole('button', { name: `Pay ${usd(amount)}` }).click()
    await radio(payer, /Visa ending in 4242/).waitFor()
    await payButton(payer).click()
    receipts.push({ reference: await receivedReference(payer), amount })
  })

  step('keeps a second method with consent', async () => {
    const { payer, demo } = story
    await payer.goto(`${demo.server}/portal/payment-methods`)
    await payer.getByRole('button', { name: 'Add a payment method' }).click()
    await typeCard(payer, '5555555555554444')
    expect(await payer.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
    await tick(payer, 'I agree that this is saved').click()
    await payer.getByRole('button', { name: 'Save', exact: true }).click()
    await payer.getByRole('heading', { name: 'Mastercard ending in 4444' }).waitFor()
    await payer.getByRole('heading', { name: 'Visa ending in 4242' }).waitFor()
  })
})

describe('the payment is recorded', () => {
  step('as a receipt by mail and as a PDF, in the payer’s history', async () => {
    const { payer, demo } = story
    for (const { reference, amount } of receipts) {
      const mail = await until(`the receipt of ${reference}`, async () =>
        (await story.mailsTo(PAYER.email)).find(({ subject }) => subject.includes(reference)),
      )
      expect(mail.text).toContain(usd(amount))
    }
    await payer.goto(`${demo.server}/portal/payments`)
    for (const { reference } of receipts) await payer.getByRole('link', { name: `Payment ${reference}` }).waitFor()
    await payer.getByRole('link', { name: `Payment ${receipts[0]?.reference}` }).click()
    const link = await payer.getByRole('link', { name: 'Receipt as PDF' }).getAttribute('href')
    const start = await payer.evaluate(async (url) => (await (await fetch(url)).text()).slice(0, 5), link ?? '')
    expect(start).toBe('%PDF-')
  })

  step('in the firm’s own database, once, under our reference', async () => {
    for (const { reference, amount } of receipts) {
      const lines = await until(`the firm's receipt of ${reference}`, async () => {
        const found = await firmReceipt(story, reference)
        return found.length > 0 && found
      })
      expect(new Set(lines.map((line) => line.amount))).toEqual(new Set([amount]))
      expect(lines.reduce((sum, { line }) => sum + line, 0)).toBe(amount)
      expect(new Set(lines.map(({ method }) => method))).toEqual(new Set(['PORTAL']))
    }
    expect(await firmReceipt(story, receipts[0]?.reference ?? '')).toMatchObject([{ bill: 'S-OPEN-1', line: 10_000 }])
  })

  step('in the payment history that staff see', async () => {
    const { staff } = story
    await staff.goto(payerPage)
    await openTab(staff, 'Payment History')
    for (const { reference, amount } of receipts) {
      const row = staff.getByRole('row', { name: reference })
      await row.waitFor()
      expect(await row.textContent()).toMatch(/succeeded/i)
      expect(await row.textContent()).toContain(usd(amount))
    }
    await shoot(staff, 'admin-history')
  })
})

describe('staff help and end the login', () => {
  step('blue mails a reset link', async () => {
    const { staff } = story
    // A minute must lie between two mails with a link; the story does not wait for it.
    await onDatabase(
      story.demo.portalDatabase,
      `update payer_portal_mails set sent_at = sent_at - interval '2 minutes'`,
    )
    await openTab(staff, 'Payer Information')
    await staff.getByRole('button', { name: 'Reset password' }).click()
    await confirm(staff, 'Mail a reset link')
    const mail = await until('the mail with the reset link', async () =>
      (await story.mailsTo(PAYER.email)).find(({ subject }) => subject.startsWith('Reset your password')),
    )
    expect(mail.text).toContain(`${story.demo.server}/portal/reset-password?token=`)
  })

  step('red deletes the login: the payer is out at once and cannot log in again', async () => {
    const { staff, payer, demo } = story
    await staff.getByRole('button', { name: 'Delete login' }).click()
    await confirm(staff, 'Delete login')
    await popUp(staff, 'The login was deleted').waitFor()
    await payer.goto(`${demo.server}/portal`)
    await payer.getByLabel('Email').fill(PAYER.email)
    await payer.getByRole('textbox', { name: 'Password' }).fill(PAYER.password)
    await payer.getByRole('button', { name: 'Log in' }).click()
    await payer.getByText('The email or password provided is incorrect').waitFor()
    expect(await whoIs(payer)).toEqual({ staff: 'staff@demo.test', payer: null })
  })
})

/** What is open in US dollars before anything was paid here. */
function totalUsd(): number {
  return bills.filter(({ currency }) => currency === 'usd').reduce((sum, { due }) => sum + due, 0)
}

/** An amount over the payable bills, the oldest first, after the part that was paid already. */
function spread(amount: number): [string, number][] {
  let left = amount
  return bills
    .filter(({ currency, account }) => currency === 'usd' && account === OPERATING)
    .flatMap(({ number, due }): [string, number][] => {
      const part = Math.min(left, number === 'S-OPEN-1' ? due - 10_000 : due)
      left -= part
      return part > 0 ? [[number, part]] : []
    })
}
