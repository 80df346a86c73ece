import { overflow, PHONE, problemsOf } from '../axe.ts'
import type { Told } from '../Told.ts'

/** The doors of the admin panel, before anybody is logged in, on a small phone. */
export function staffDoors(told: Told): void {
  describe('the doors of the staff on a small phone, light and dark', () => {
    it.each(['login', 'forgot', 'reset/x'])('%s', async (door) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await told.story.open({ ...PHONE, colorScheme })
        await page.goto(`${told.story.demo.server}/admin/${door}`)
        await page.locator('form').first().waitFor()
        expect([colorScheme, await problemsOf(page)]).toEqual([colorScheme, []])
        expect(await overflow(page)).toBe(0)
        await page.context().close()
      }
    })
  })
}
