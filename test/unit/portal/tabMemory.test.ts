import { tabMemory, viewIn } from '../../../src/portal/logic/tabMemory.ts'

/** The storage of one tab. */
function storage() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
}

describe('what a tab remembers of what it shows', () => {
  it('one record over reloads, and nothing of it in another tab', () => {
    const [here, there] = [storage(), storage()]
    tabMemory(() => here).keepPayer(7)
    tabMemory(() => there).keepPayer(8)
    expect([tabMemory(() => here).payer(), tabMemory(() => there).payer()]).toEqual(['7', '8'])
    tabMemory(() => here).forgetPayer()
    expect([tabMemory(() => here).payer(), tabMemory(() => there).payer()]).toEqual([null, '8'])
  })

  it("staff's view from its address on to the next pages, until it is forgotten", () => {
    const store = storage()
    expect(tabMemory(() => store).view('')).toBeNull()
    expect(tabMemory(() => store).view('?view=12')).toBe('12')
    expect(tabMemory(() => store).view('?q=x')).toBe('12')
    expect(tabMemory(() => store).view('?view=13')).toBe('13')
    tabMemory(() => store).forgetView()
    expect(tabMemory(() => store).view('')).toBeNull()
    expect(tabMemory(storage).view('')).toBeNull()
  })

  it.each(['', '?view=', '?view=0', '?view=-1', '?view=1e3', '?view=12%20or%201=1', '?view=99999999999', '?View=1'])(
    'takes nothing for a view out of %p',
    (search) => {
      expect(viewIn(search)).toBeNull()
    },
  )

  it('keeps it for the page where a browser stores nothing', () => {
    const tab = tabMemory(() => {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    })
    tab.keepPayer(7)
    expect([tab.payer(), tab.view('?view=3'), tab.view('')]).toEqual(['7', '3', '3'])
    tab.forgetPayer()
    tab.forgetView()
    expect([tab.payer(), tab.view('')]).toEqual([null, null])
  })
})
