import path from 'node:path'
import type { Page } from 'playwright-core'

const FOLDER = path.resolve(import.meta.dirname, '../../../docs/images')

/** Takes the picture `name` for the documents, when UPDATE_SCREENSHOTS=1 asks for it. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (process.env.UPDATE_SCREENSHOTS !== '1') return
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: 'disabled', caret: 'hide' })
}
