import { jest } from '@jest/globals'
import { keepRunning } from '../../src/jobs/keepRunning.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

/** Each start is one of these, ended by the test; `refuse` has the next ones fail. */
function makeWorkers() {
  const begun: { at: number; fail(): void; stops: number }[] = []
  const logged: string[] = []
  let isRefused = false
  const begin = () => {
    if (isRefused) return Promise.reject(new Error('no database'))
    let fail = () => {}
    let finish = () => {}
    const ended = new Promise<void>((resolve, reject) => {
      finish = resolve
      fail = () => reject(new Error('the database went away'))
    })
    ended.catch(() => undefined)
    const one = { at: Date.now(), fail, stops: 0 }
    begun.push(one)
    const stop = () => {
      one.stops += 1
      finish()
      return Promise.resolve()
    }
    return Promise.resolve({ ended, stop })
  }
  const logger = { error: (_about: unknown, text: string) => void logged.push(text) }
  const refuse = (refused: boolean) => {
    isRefused = refused
  }
  return { begun, logged, refuse, args: { begin, logger: logger as never } }
}

const LONG = 'a long time'
const ended = async (worker: { fail(): void } | undefined, after: number | typeof LONG = 0) => {
  await jest.advanceTimersByTimeAsync(after === LONG ? 60_000 : after)
  worker?.fail()
  await jest.advanceTimersByTimeAsync(0)
}

describe('what is kept running', () => {
  it('begins again a second after it has failed, and has cleared up before', async () => {
    const { begun, logged, args } = makeWorkers()
    const kept = await keepRunning(args)
    await ended(begun[0])
    expect([begun.length, begun[0]?.stops, logged]).toEqual([1, 1, ['The worker ended']])
    await jest.advanceTimersByTimeAsync(999)
    expect(begun).toHaveLength(1)
    await jest.advanceTimersByTimeAsync(1)
    expect(begun).toHaveLength(2)
    await kept.stop()
    expect(begun[1]?.stops).toBeGreaterThan(0)
  })

  it('waits longer each time while it cannot begin, ten seconds at the most, and briefly again once it ran', async () => {
    const { begun, logged, refuse, args } = makeWorkers()
    const kept = await keepRunning(args)
    refuse(true)
    const start = Date.now()
    await ended(begun[0])
    await jest.advanceTimersByTimeAsync((1 + 2 + 4 + 8 + 10 + 10) * 1000)
    expect(logged.filter((text) => text === 'The worker could not begin again')).toHaveLength(6)
    refuse(false)
    await jest.advanceTimersByTimeAsync(9_999)
    expect(begun).toHaveLength(1)
    await jest.advanceTimersByTimeAsync(1)
    expect(begun.map(({ at }) => at - start)).toEqual([0, 45_000])
    await ended(begun[1], LONG)
    await jest.advanceTimersByTimeAsync(1000)
    expect(begun).toHaveLength(3)
    await kept.stop()
  })

  it('rejects when it cannot begin the first time', async () => {
    const { refuse, args } = makeWorkers()
    refuse(true)
    await expect(keepRunning(args)).rejects.toThrow('no database')
  })

  it('stops while it runs, while it waits, and for good', async () => {
    for (const isWaiting of [false, true]) {
      const { begun, args } = makeWorkers()
      const kept = await keepRunning(args)
      if (isWaiting) await ended(begun[0])
      await kept.stop()
      await jest.advanceTimersByTimeAsync(120_000)
      expect([isWaiting, begun.length, (begun[0]?.stops ?? 0) > 0]).toEqual([isWaiting, 1, true])
    }
  })
})
