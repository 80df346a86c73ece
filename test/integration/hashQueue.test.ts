import { hashPassword, verifyPassword } from '../../src/login/argon2.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

let host: Host
beforeAll(async () => {
  host = await bootHost()
})
afterAll(() => host.close())

const login = (email: string, password = PASSWORD) =>
  host.call('/api/payers/login', { method: 'POST', body: { email, password } })
const MEGABYTE = 1024 * 1024

describe('many passwords at once', () => {
  it('A-19 a few are hashed at a time, some hundred wait, and who comes then is told at once when to come back', async () => {
    const payer = await loginPayer(host)
    const before = process.memoryUsage().rss
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss)
    }, 20)
    // Two run and two hundred wait; whoever is done waits again, so the queue stays full until this is over.
    let isOver = false
    let refused = 0
    let hashed = 0
    const keepAsking = async (): Promise<void> => {
      do {
        try {
          await (hashed % 2 ? hashPassword(PASSWORD) : verifyPassword(PASSWORD, null))
          hashed += 1
        } catch (error) {
          refused += 1
          expect(error).toMatchObject({ code: 'overloaded', status: 503 })
          return
        }
      } while (!isOver)
    }
    const asking = Array.from({ length: 400 }, keepAsking)
    for (const email of [payer.email, 'nobody@example.test']) {
      const start = performance.now()
      const answer = await login(email)
      expect([email, answer.status, answer.body.errors[0].data.code]).toEqual([email, 503, 'overloaded'])
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      // Told at once: two hundred hashes take longer.
      expect(performance.now() - start).toBeLessThan(2000)
    }
    isOver = true
    await Promise.all(asking)
    clearInterval(watch)
    expect(400 - refused).toBeLessThanOrEqual(202)
    expect(hashed).toBeGreaterThanOrEqual(201)
    // Each takes 19 MB while it runs: four hundred at once would take gigabytes.
    expect((most - before) / MEGABYTE).toBeLessThan(300)
    expect((await login(payer.email)).status).toBe(200)
  })
})
