import { DEMO_PASSWORD } from '../../../../demo/seed/demoPayers.ts'
import { shoot } from '../shoot.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

/** A payer of the sample, before anybody did anything: what the README shows. */
export function firstLook(told: Told): void {
  describe('a payer of the sample', () => {
    step('logs in and sees what is open, on a desk and on a phone', async () => {
      const page = await told.story.open()
      await page.goto(`${told.story.demo.server}/portal/login`)
      await page.getByLabel('Email').fill('payer-1@demo.test')
      await page.getByRole('textbox', { name: 'Password' }).fill(DEMO_PASSWORD)
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.locator('.pp-row').first().waitFor()
      expect(await page.locator('.pp-total').count()).toBe(2)
      await page.locator('.pp-row label.pp-check').first().click()
      await page.getByRole('button', { name: /^Pay \$/ }).waitFor()
      await shoot(page, 'portal-home')
      await page.setViewportSize({ width: 390, height: 844 })
      await page.getByRole('navigation', { name: 'Portal' }).waitFor()
      await page
        .locator('.pp-row')
        .first()
        .evaluate((row) => row.scrollIntoView({ block: 'center' }))
      await shoot(page, 'portal-phone')
      await page.context().close()
    })
  })
}
