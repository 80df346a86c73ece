import type { Page } from 'playwright-core'

/** Asks the server from a page, as whoever is logged in there. */
export const ask = <Answer>(page: Page, request: { method: string; path: string; body?: unknown }) =>
  page.evaluate(async ({ method, path, body }) => {
    const headers = { 'Content-Type': 'application/json' }
    const answer = await fetch(`/api${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`)
    return answer.json()
  }, request) as Promise<Answer>
