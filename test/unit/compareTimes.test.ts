import { compareTimes, type Way } from '../helpers/compareTimes.ts'

const wait = (ms: number): Promise<void> => {
  const end = performance.now() + ms
  while (performance.now() < end);
  return Promise.resolve()
}

let at = 0
/** Between 1 and 3 ms, and now and then much longer. */
const noisy = (more = 0): Promise<void> => {
  at += 1
  return wait(1 + ((at * 7919) % 200) / 100 + (at % 13 === 0 ? 3 : 0) + more)
}

describe('the comparison of times', () => {
  it('A-11 sees one millisecond in the noise, and nothing where there is nothing', async () => {
    const ways: Way[] = [
      { name: 'base', ask: () => noisy() },
      { name: 'control', ask: () => noisy() },
      { name: 'alike', ask: () => noisy() },
      { name: 'slower', ask: () => noisy(1.2) },
    ]
    const before = () => Promise.resolve()
    const alike = await compareTimes(ways.slice(0, 3), { before })
    expect([alike.isSharp, alike.seen]).toEqual([true, []])
    const slower = await compareTimes(ways, { before, most: 120 })
    expect([slower.isSharp, slower.seen]).toEqual([true, ['slower']])
  })
})
