import { AdminApiError } from '../../../src/admin/api/AdminApiError.ts'
import type { AdminApi } from '../../../src/admin/api/useAdminApi.ts'
import { inviteInChunks, type Outcome, readMails, summaryOf } from '../../../src/admin/payers/bulkInvite.ts'

type Sent = { ids: number[]; switchOn: boolean }

/** A server that answers for each payer what `resultOf` says, and remembers what it was asked. */
function fakeServer(resultOf: (id: number) => Outcome['result'] | 'down') {
  const sent: Sent[] = []
  const api = ((_path: string, call?: { body?: unknown }) => {
    const body = call?.body as Sent
    sent.push(body)
    if (body.ids.some((id) => resultOf(id) === 'down'))
      return Promise.reject(new AdminApiError({ message: 'The server cannot be reached.', status: 0 }))
    return Promise.resolve({ results: body.ids.map((id) => ({ id, result: resultOf(id) })) })
  }) as unknown as AdminApi
  return { api, sent }
}

const range = (count: number) => Array.from({ length: count }, (_, at) => at + 1)
type Watch = { isStopped?: () => boolean; seen?: number[] }
const invite = (api: AdminApi, ids: number[], { isStopped = () => false, seen = [] }: Watch = {}) =>
  inviteInChunks(api, { ids, switchOn: true, onProgress: ({ length }) => seen.push(length), isStopped })

describe('inviting many payers', () => {
  it('asks for each once, in calls that the route takes, and tells how far it is', async () => {
    const { api, sent } = fakeServer(() => 'invited')
    const seen: number[] = []
    const outcomes = await invite(api, range(345), { seen })
    expect(sent.flatMap(({ ids }) => ids)).toEqual(range(345))
    expect(Math.max(...sent.map(({ ids }) => ids.length))).toBeLessThanOrEqual(100)
    expect(sent.every(({ switchOn }) => switchOn)).toBe(true)
    expect(outcomes.map(({ id }) => id)).toEqual(range(345))
    expect(seen.length).toBeGreaterThan(10)
    expect(seen.at(-1)).toBe(345)
  })

  it('goes on after a call that failed, whose payers say why', async () => {
    const { api } = fakeServer((id) => (id === 15 ? 'down' : 'invited'))
    const outcomes = await invite(api, range(30))
    const failed = outcomes.filter(({ result }) => result === 'failed')
    expect(failed.map(({ id }) => id)).toContain(15)
    expect(failed[0]?.reason).toBe('The server cannot be reached.')
    expect(outcomes.find(({ id }) => id === 30)?.result).toBe('invited')
  })

  it('does not go on when the hour’s mails are used up, nor after a stop', async () => {
    const limited = fakeServer((id) => (id > 12 ? 'limit' : 'invited'))
    const outcomes = await invite(limited.api, range(50))
    expect(limited.sent).toHaveLength(2)
    expect(summaryOf(outcomes)).toBe('12 queued, 8 not sent: too many mails in this hour, 30 not tried')
    const stopped = fakeServer(() => 'invited')
    const rest = await invite(stopped.api, range(50), { isStopped: () => stopped.sent.length >= 1 })
    expect(stopped.sent).toHaveLength(1)
    expect(rest.filter(({ result }) => result === 'not_tried')).toHaveLength(40)
  })

  it('asks what became of the mails that were queued, and of no other', async () => {
    const asked: string[] = []
    const docs = [
      { id: 1, invite: { status: 'sent' } },
      { id: 2, invite: { status: 'failed', error: 'mailbox full' } },
      { id: 3, invite: { status: 'queued' } },
    ]
    const api = ((path: string) => {
      asked.push(path)
      return Promise.resolve({ docs })
    }) as unknown as AdminApi
    const outcomes: Outcome[] = [
      ...range(3).map((id): Outcome => ({ id, result: 'invited' })),
      { id: 4, result: 'has_login' },
    ]
    expect(await readMails(api, outcomes)).toEqual([
      { id: 1, result: 'sent' },
      { id: 2, result: 'failed', reason: 'mailbox full' },
      { id: 3, result: 'invited' },
      { id: 4, result: 'has_login' },
    ])
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('where[id][in]=1,2,3')
  })
})
