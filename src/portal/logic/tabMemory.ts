import type { Id } from '../api/types.ts'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const PAYER = 'payer-portal:payer'
const VIEW = 'payer-portal:view'

/** The view that an address names, as staff open it: `?view=12`. Null for any other address. */
export function viewIn(search: string): string | null {
  const view = new URLSearchParams(search).get('view')
  return view !== null && /^[1-9]\d{0,9}$/.test(view) ? view : null
}

/**
 * What a tab shows, kept over reloads and apart from every other tab: one payer record, or staff's view of one.
 * Where storage is switched off it lasts until the page is left.
 */
export function tabMemory(open: () => Store) {
  const kept = new Map<string, string>()
  const read = (name: string): string | null => {
    try {
      return open().getItem(name) ?? kept.get(name) ?? null
    } catch {
      return kept.get(name) ?? null
    }
  }
  const write = (name: string, value: string): void => {
    kept.set(name, value)
    try {
      open().setItem(name, value)
    } catch {
      // Full or switched off: `kept` still holds it.
    }
  }
  const forget = (name: string): void => {
    kept.delete(name)
    try {
      open().removeItem(name)
    } catch {
      // Switched off: nothing was stored.
    }
  }
  return {
    payer: () => read(PAYER),
    keepPayer: (payer: Id) => write(PAYER, String(payer)),
    forgetPayer: () => forget(PAYER),
    /** The view of this tab: the one that its address names, else the one that it was opened with. */
    view(search: string): string | null {
      const named = viewIn(search)
      if (named !== null) write(VIEW, named)
      return named ?? read(VIEW)
    },
    forgetView: () => forget(VIEW),
  }
}

export type TabMemory = ReturnType<typeof tabMemory>
