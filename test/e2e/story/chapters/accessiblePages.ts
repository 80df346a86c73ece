import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, ElementContext, RunOptions } from 'axe-core'
import type { Frame, Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../../../demo/seed/demoPayers.ts'
import { until } from '../openStory.ts'
import { EMPTY_PAYER, PORTAL_PAGES, type Visitor } from '../portalPages.ts'
import type { Told } from '../Told.ts'

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  iframes: false,
}
const PHONE = { viewport: { width: 360, height: 780 }, reducedMotion: 'reduce' } as const

/** What axe finds in one frame, a line for each element. */
async function problemsIn(frame: Frame): Promise<string[]> {
  await frame.evaluate(AXE)
  const { violations } = await frame.evaluate(
    (rules) =>
      (globalThis as unknown as { axe: { run(of: ElementContext, rules: RunOptions): Promise<AxeResults> } }).axe.run(
        // Words for ears that are gone in seconds may name a spinner that has gone already.
        { include: [['html']], exclude: [['[data-live-announcer]']] },
        rules,
      ),
    RULES,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

/** Of the page and of the processor's form in it, light and dark. */
async function problemsOf(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
    for (const frame of page.frames())
      for (const problem of await problemsIn(frame)) found.push(`${colorScheme} ${problem}`)
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return found
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

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
