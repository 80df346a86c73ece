import type { Page } from 'playwright-core'
import { until } from './openStory.ts'

/** What has the focus, in the page or in the processor's frame: its name for people, and whether it can be seen. */
export async function focused(page: Page): Promise<{ name: string; isVisible: boolean; isFrame: boolean }> {
  const looks = await Promise.all(
    page.frames().map((frame) =>
      frame
        .evaluate(() => {
          const element = document.activeElement
          if (!element || element === document.body || !document.hasFocus()) return null
          const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : []
          const label = document.getElementById(element.getAttribute('aria-labelledby')?.split(' ')[0] ?? '')
          const texts = [
            element.getAttribute('aria-label'),
            ...labels.map((one) => one.textContent),
            element.textContent,
          ]
          // A hidden box or dot of a form shows its focus on the label that is seen.
          const marked = [element, ...labels, element.closest('label'), element.closest('[data-focus-visible]')]
          const isMarked = (one: Element | null | undefined) => {
            if (!one) return false
            return [one, ...one.querySelectorAll('*')].some((part) => {
              const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part)
              return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || (boxShadow !== 'none' && part === one)
            })
          }
          return {
            name: [...texts, label?.textContent].filter(Boolean).join(' ').replace(/\s+/g, ' ').trim(),
            isVisible: marked.some(isMarked),
            isFrame: element instanceof HTMLIFrameElement,
          }
        })
        // A frame of the processor that is just taken away, or is loading its page, has no focus.
        .catch((error: Error) => {
          if (frame.isDetached() || /Execution context was destroyed/.test(error.message)) return null
          throw error
        }),
    ),
  )
  const here = looks.filter((look) => look !== null)
  return here.find(({ isFrame }) => !isFrame) ?? here[0] ?? { name: '', isVisible: true, isFrame: false }
}

/**
 * Goes on with the Tab key to what is called so. Throws an Error when it is not reached, or cannot be seen there; nor may the
 * way to it be hidden, but for parts of a page that are `others`'.
 */
export async function tabTo(page: Page, name: RegExp, { others = false } = {}): Promise<void> {
  const seen: string[] = []
  for (let count = 0; count < 60; count += 1) {
    await page.keyboard.press('Tab')
    const look = await focused(page)
    seen.push(look.name)
    if (look.isFrame || look.name === '') continue
    if (!look.isVisible && !(others && !name.test(look.name)))
      throw new Error(`The focus cannot be seen on “${look.name}”.`)
    if (name.test(look.name)) return
  }
  throw new Error(`Tab does not come to ${name}: ${seen.join(' | ')}`)
}

export async function write(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.type(text)
}

export async function press(page: Page, name: RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press(key)
}

/** After what was pressed is gone, the focus stands there. */
export const standsOn = (page: Page, name: RegExp) =>
  until(`the focus stands on ${name}`, async () => name.test((await focused(page)).name))
