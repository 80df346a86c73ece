import { RequestError } from '../../../src/portal/api/RequestError.ts'
import { newAttempt, payMemory } from '../../../src/portal/logic/attempt.ts'
import { endsAttempt } from '../../../src/portal/logic/endsAttempt.ts'

function storage(): Storage {
  const values = new Map<string, string>()
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => {
      values.set(name, value)
    },
    removeItem: (name) => {
      values.delete(name)
    },
    clear: () => values.clear(),
    key: (index) => [...values.keys()][index] ?? null,
    get length() {
      return values.size
    },
  }
}

const request = {
  amount: 100,
  currency: 'usd',
  allocations: [{ invoice: 1, amount: 100 }],
  confirmationToken: 'ctoken_1',
  savePaymentMethod: false,
}

describe('what the tab remembers of a payment', () => {
  it('P-11 repeats the same request under the same key after a reload', () => {
    const store = storage()
    const attempt = newAttempt(request)
    payMemory(store, 7).keepAttempt(attempt)
    expect(payMemory(store, 7).attempt()).toEqual(attempt)
    payMemory(store, 7).forgetAttempt()
    expect(payMemory(store, 7).attempt()).toBeNull()
  })

  it('gives every new payment a key of its own', () => {
    const keys = new Set(Array.from({ length: 100 }, () => newAttempt(request).key))
    expect(keys.size).toBe(100)
  })

  it('mixes nothing of two payer records', () => {
    const store = storage()
    payMemory(store, 7).keepAttempt(newAttempt(request))
    payMemory(store, 7).keepBasket({ currency: 'usd', account: null, lines: [] })
    expect(payMemory(store, 8).attempt()).toBeNull()
    expect(payMemory(store, 8).basket()).toBeNull()
  })

  it('goes on without a storage that works', () => {
    const broken = {
      getItem: () => 'not json',
      setItem: () => {
        throw new Error('full')
      },
      removeItem: () => undefined,
    }
    const memory = payMemory(broken, 7)
    memory.keepAttempt(newAttempt(request))
    expect(memory.attempt()).toBeNull()
  })
})

describe('when a payment may be forgotten', () => {
  const answer = (status: number) => ({ status, isUndecided: status === 0 || status >= 500 })

  it.each([0, 500, 502, 503, 504])('P-11 never after a lost answer or a %i', (status) => {
    expect(endsAttempt(answer(status), false)).toBe(false)
    expect(endsAttempt(answer(status), true)).toBe(false)
  })

  it.each([400, 402, 404, 409])('after the clear answer %i', (status) => {
    expect(endsAttempt(answer(status), false)).toBe(true)
    expect(endsAttempt(answer(status), true)).toBe(true)
  })

  it.each([401, 403, 429])(
    'P-11 not when a repeat is stopped at the door by a %i: the first try may have gone through',
    (status) => {
      expect(endsAttempt(answer(status), true)).toBe(false)
      expect(endsAttempt(answer(status), false)).toBe(true)
    },
  )

  it('after the refusal that payments are not set up here, except for a repeat', () => {
    const refusal = new RequestError({ code: 'payments_unavailable', status: 503, message: '' })
    expect(endsAttempt(refusal, false)).toBe(true)
    expect(endsAttempt(refusal, true)).toBe(false)
  })
})
