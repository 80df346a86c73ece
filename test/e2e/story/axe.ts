import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, ElementContext, RunOptions } from 'axe-core'
import type { Frame, Page } from 'playwright-core'

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  iframes: false,
}

/** The smallest phone, without what moves. */
export const PHONE = { viewport: { width: 360, height: 780 }, reducedMotion: 'reduce' } as const

/** What axe finds in one frame, a line for each element. */
async function problemsIn(frame: Frame, within: string): Promise<string[]> {
  await frame.evaluate(AXE)
  const { violations } = await frame.evaluate(
    ({ rules, inside }) =>
      (globalThis as unknown as { axe: { run(of: ElementContext, rules: RunOptions): Promise<AxeResults> } }).axe.run(
        // Words for ears that are gone in seconds may name a spinner that has gone already.
        { include: [[inside]], exclude: [['[data-live-announcer]']] },
        rules,
      ),
    { rules: RULES, inside: within },
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

/** What axe finds in the page and in the processor's form in it, light and dark; of the page only what is `within`. */
export async function problemsOf(page: Page, within = 'html'): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
    for (const frame of page.frames())
      for (const problem of await problemsIn(frame, frame === page.mainFrame() ? within : 'html'))
        found.push(`${colorScheme} ${problem}`)
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return found
}

/** By how many pixels the page scrolls sideways. */
export const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
