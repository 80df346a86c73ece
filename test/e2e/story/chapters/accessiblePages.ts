import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../../../demo/seed/demoPayers.ts'
import { overflow, PHONE, problemsOf } from '../axe.ts'
import { until } from '../openStory.ts'
import { EMPTY_PAYER, PORTAL_PAGES, type Visitor } from '../portalPages.ts'
import type { Told } from '../Told.ts'

async function openVisitors({ story }: Told): Promise<Record<Visitor, Page>> {
  const empty = await story.open(PHONE)
  await empty.goto(`${story.demo.server}/portal/login`)
  await empty.getByLabel('Email').fill(EMPTY_PAYER)
  await empty.getByRole('textbox', { name: 'Password' }).fill(DEMO_PASSWORD)
  await empty.getByRole('button', { name: 'Log in' }).click()
  await empty.getByRole('heading', { name: 'Your invoices' }).waitFor()
  const storageState = await story.context.storageState()
  return { nobody: await story.open(PHONE), payer: await story.open({ ...PHONE, storageState }), empty }
}

/** Every page on a phone of 360 pixels: no violation of WCAG 2.2 AA, and nothing to scroll sideways. */
export function accessiblePages(told: Told): void {
  describe('every portal page on a small phone, light and dark', () => {
    let visitors: Record<Visitor, Page>
    beforeAll(async () => {
      visitors = await openVisitors(told)
    }, 60_000)
    afterAll(async () => {
      for (const page of Object.values(visitors ?? {})) await page.context().close()
    })

    it.each(PORTAL_PAGES)('$name', async ({ visitor, open, shows }) => {
      const page = visitors[visitor]
      await open({ page, server: told.story.demo.server })
      await page.getByText(shows).filter({ visible: true }).first().waitFor()
      await until('nothing loads any more', async () => (await page.locator('.pp-skeleton').count()) === 0)
      expect(await problemsOf(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
    })
  })
}
