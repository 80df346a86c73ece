import fs from 'node:fs'
import pg from 'pg'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../../demo/infra/findChromium.ts'
import type { ReceivedMail } from '../../helpers/mailInbox.ts'
import { type Demo, demoPlace, startDemo } from '../demo/startDemo.ts'

export type Story = {
  demo: Demo
  browser: Browser
  /** One browser of one person: staff and payer share its cookies. */
  context: BrowserContext
  staff: Page
  payer: Page
  /** A browser of somebody else. */
  open(options?: BrowserContextOptions): Promise<Page>
  /** What scripts in the pages popped up. */
  dialogs: string[]
  /** Every address that a page asked for, and what it sent there. */
  requests: { url: string; body: string }[]
  /** Asks the firm's own database. */
  firm<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  mailsTo(address: string): Promise<ReceivedMail[]>
  close(): Promise<void>
}

const DESKTOP = { viewport: { width: 1280, height: 900 }, locale: 'en-US', timezoneId: 'America/New_York' } as const

/**
 * Frames of the processor live in the page's own process. Else the browser sends a press that follows a scroll
 * at once to the frame that was under the pointer before, which no hand is quick enough to see.
 */
const ONE_PROCESS = '--disable-site-isolation-trials'

/** Repeats `look` until it answers something, for at most `seconds`. Throws an Error that names `what`. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | null | undefined | false>,
  seconds = 20,
): Promise<Value> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const value = await look()
    if (value) return value
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}

function listen(context: BrowserContext, { dialogs, requests }: Pick<Story, 'dialogs' | 'requests'>): void {
  context.setDefaultTimeout(20_000)
  context.on('dialog', (dialog) => {
    // The panel's own question before a changed form is left.
    if (dialog.type() === 'beforeunload') return void dialog.accept()
    dialogs.push(`${dialog.type()}: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('request', (request) => requests.push({ url: request.url(), body: request.postData() ?? '' }))
}

/** The whole demo with a data folder and ports of its own, and a browser in front of it. */
export async function openStory(): Promise<Story> {
  const place = await demoPlace()
  const demo = await startDemo(place)
  const { executablePath, args, env } = await findChromium()
  const browser = await chromium.launch({ executablePath, args: [...args, ONE_PROCESS], env })
  const seen = { dialogs: [] as string[], requests: [] as Story['requests'] }
  const open = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ ...DESKTOP, ...options })
    listen(context, seen)
    return await context.newPage()
  }
  const staff = await open()
  const firm = new pg.Pool({ connectionString: demo.firmDatabase, max: 2 })
  return {
    demo,
    browser,
    context: staff.context(),
    staff,
    payer: await staff.context().newPage(),
    open,
    ...seen,
    firm: async (text, values = []) => (await firm.query(text, values)).rows,
    mailsTo: async (address) => {
      const mails = (await (await fetch(`${demo.inbox}/api/email`)).json()) as ReceivedMail[]
      return mails.filter((mail) => mail.to.some((to) => to.address === address))
    },
    close: async () => {
      await browser.close()
      await firm.end()
      await demo.stop()
      fs.rmSync(place.dataDir, { recursive: true, force: true })
    },
  }
}

/** Who is logged in as what, by the cookies of this page. */
export async function whoIs(page: Page): Promise<{ staff: string | null; payer: string | null }> {
  return await page.evaluate(async () => {
    const email = async (collection: string) => {
      const answer = await fetch(`/api/${collection}/me`)
      return ((await answer.json()) as { user?: { email?: string } | null }).user?.email ?? null
    }
    return { staff: await email('users'), payer: await email('payers') }
  })
}
