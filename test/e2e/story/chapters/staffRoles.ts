import type { Page } from 'playwright-core'
import { OTHER_STAFF, STAFF_EMAIL } from '../../../../demo/seed/demoPayers.ts'
import { ask } from '../ask.ts'
import { until } from '../openStory.ts'
import { logInStaff, openTab } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

type Role = 'admin' | (typeof OTHER_STAFF)[number]['role']
type Place =
  | 'payers'
  | 'payer'
  | 'associations'
  | 'activity'
  | 'menu'
  | 'archived menu'
  | 'invoices'
  | 'invoice'
  | 'payment'
  | 'settings'

const ALL: readonly Role[] = ['admin', 'manager', 'collector', 'readonly']
const KEEPERS: readonly Role[] = ['admin', 'manager']
const ADMIN: readonly Role[] = ['admin']

/** What stands where, and for whom: written down a second time on purpose. */
const OFFERED: readonly { place: Place; button: string; to: readonly Role[] }[] = [
  { place: 'payers', button: 'Create new Payer', to: KEEPERS },
  { place: 'payers', button: 'Possible duplicates', to: ALL },
  { place: 'payers', button: 'Import payers (CSV)', to: KEEPERS },
  { place: 'payers', button: 'Invite selected', to: KEEPERS },
  { place: 'payer', button: 'Save', to: KEEPERS },
  { place: 'payer', button: 'View as payer', to: KEEPERS },
  { place: 'payer', button: 'Change email', to: KEEPERS },
  { place: 'payer', button: 'Reset password', to: KEEPERS },
  { place: 'payer', button: 'Delete login', to: KEEPERS },
  { place: 'payer', button: 'Invite a person', to: KEEPERS },
  { place: 'associations', button: 'Add Association (+)', to: KEEPERS },
  { place: 'activity', button: 'Refresh', to: KEEPERS },
  { place: 'menu', button: 'Archive …', to: KEEPERS },
  { place: 'menu', button: 'Merge into another payer …', to: KEEPERS },
  { place: 'archived menu', button: 'Unarchive …', to: KEEPERS },
  { place: 'archived menu', button: 'Erase contact data …', to: ADMIN },
  { place: 'invoices', button: 'Sync now', to: KEEPERS },
  { place: 'invoice', button: 'Save', to: KEEPERS },
  { place: 'payment', button: 'Refund', to: KEEPERS },
  { place: 'settings', button: 'Save', to: ADMIN },
]

type Numbers = { payer: number; archived: number; invoice: number; payment: number }

async function openMenu(page: Page): Promise<void> {
  const button = page.locator('.doc-controls__popup .popup-button')
  if (await button.isVisible()) await button.click()
}

/** Goes to a place of the panel; it is there when what everybody sees of it stands there. */
async function goTo(
  page: Page,
  place: Place,
  { numbers, server }: { numbers: Numbers; server: string },
): Promise<void> {
  const at = (path: string) => page.goto(`${server}/admin/${path}`)
  const payer = async (id: number) => {
    await at(`collections/payers/${id}`)
    await openTab(page, 'Payer Information')
    await page.getByRole('region', { name: 'Login', exact: true }).locator('dl').waitFor()
  }
  const places: Record<Place, () => Promise<unknown>> = {
    payers: async () => {
      await at('collections/payers?search=payer-1%40demo.test')
      await page.getByRole('cell', { name: 'payer-1@demo.test' }).waitFor()
    },
    payer: () => payer(numbers.payer),
    associations: async () => {
      await openTab(page, 'Associations')
      await page.getByText('What this payer sees now').waitFor()
    },
    activity: async () => {
      await openTab(page, 'Activity')
      const words = page.getByText('Your role may not see what was done')
      await page.getByRole('button', { name: 'Refresh' }).or(words).first().waitFor()
    },
    menu: async () => {
      await payer(numbers.payer)
      await openMenu(page)
    },
    'archived menu': async () => {
      await at(`collections/payers/${numbers.archived}`)
      await page.locator('.ppa-banner', { hasText: 'Archived on' }).waitFor()
      await openMenu(page)
    },
    invoices: async () => {
      await at('collections/invoices')
      await page.locator('.ppa-sync li').first().waitFor()
    },
    invoice: async () => {
      await at(`collections/invoices/${numbers.invoice}`)
      await page.locator('#field-number').waitFor()
    },
    payment: async () => {
      await at(`collections/transactions/${numbers.payment}`)
      await page.locator('#field-reference').waitFor()
    },
    settings: async () => {
      await at('globals/portal-settings')
      await page.locator('#field-firmName').waitFor()
    },
  }
  await places[place]()
  // What may be pressed is known a moment after the page; some pages ask the server on and on.
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => undefined)
}

const isOffered = (page: Page, button: string) =>
  page
    .getByRole('button', { name: button, exact: true })
    .or(page.getByRole('link', { name: button, exact: true }))
    .first()
    .isVisible()

const first = async (page: Page, path: string) =>
  (await ask<{ docs: { id: number }[] }>(page, { method: 'GET', path })).docs[0]

/** Records that the places stand for, as the story has left them. */
async function numbersOf(staff: Page): Promise<Numbers> {
  const email = 'put-away@story.test'
  const archived = await ask<{ doc: { id: number } }>(staff, {
    method: 'POST',
    path: '/payers',
    body: { email, firstName: 'Put', lastName: 'Away' },
  })
  await ask(staff, { method: 'POST', path: `/payers/${archived.doc.id}/archive`, body: {} })
  const payer = await first(staff, '/payers?where[email][equals]=payer-1@demo.test')
  const invoice = await first(staff, '/invoices?limit=1')
  const payment = await first(
    staff,
    '/transactions?where[kind][equals]=payment&where[status][equals]=succeeded&limit=1',
  )
  if (!payer || !invoice || !payment) throw new Error('The story has no such record.')
  return { payer: payer.id, archived: archived.doc.id, invoice: invoice.id, payment: payment.id }
}

/** Each role of the staff finds what it may do, and nothing that the server then refuses. */
export function staffRoles(told: Told): void {
  describe('the roles of the staff in the panel', () => {
    let numbers: Numbers
    const server = () => told.story.demo.server
    const emailOf = (role: Role) => OTHER_STAFF.find((one) => one.role === role)?.email ?? STAFF_EMAIL

    step('there is a record of each kind', async () => {
      await told.story.staff.goto(`${server()}/admin`)
      numbers = await numbersOf(told.story.staff)
    })

    for (const role of ALL)
      step(`${role}: sees what it may do, and no door that is closed to it`, async () => {
        const page = await told.story.open()
        const refused: string[] = []
        page.on('response', (answer) => {
          if ([401, 403].includes(answer.status())) refused.push(`${answer.request().method()} ${answer.url()}`)
        })
        await logInStaff(page, server(), emailOf(role))
        refused.length = 0
        const seen: Record<string, boolean> = {}
        let last: Place | null = null
        for (const { place, button, to } of OFFERED) {
          if (place !== last) await goTo(page, place, { numbers, server: server() })
          last = place
          // What may be pressed is known a moment after the page.
          if (to.includes(role)) await until(`${place}: ${button}`, () => isOffered(page, button))
          seen[`${place}: ${button}`] = await isOffered(page, button)
        }
        expect(seen).toEqual(
          Object.fromEntries(OFFERED.map(({ place, button, to }) => [`${place}: ${button}`, to.includes(role)])),
        )
        await goTo(page, 'payer', { numbers, server: server() })
        expect(await page.getByRole('switch', { name: 'Login Access' }).isEnabled()).toBe(KEEPERS.includes(role))
        expect(await page.locator('nav a', { hasText: 'Audit log' }).count()).toBe(KEEPERS.includes(role) ? 1 : 0)
        expect(refused).toEqual([])
        await page.context().close()
      })
  })
}
