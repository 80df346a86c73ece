import { smtpAdapter } from 'payload-plugin-payer-portal/mail'
import { poolOf } from '../../src/base/database.ts'
import { type PortalWorker, startWorker } from '../../src/jobs/startWorker.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { runJobs } from '../helpers/mailJobs.ts'

describe('two servers on one database', () => {
  let first: MailHost
  let second: Host
  let workers: PortalWorker[] = []
  beforeAll(async () => {
    first = await bootMailHost()
    const email = smtpAdapter({
      url: first.inbox.smtpUrl,
      defaultFromAddress: 'billing@firm.test',
      defaultFromName: 'Marsh & Pell LLP',
    })
    second = await bootHost({ databaseUrl: first.host.databaseUrl, config: { email } })
    workers = await Promise.all([first.host, second].map(({ payload }) => startWorker({ payload })))
  })
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()))
    await second.detach()
    await first.close()
  })

  it('A-10 a hundred clicks at both, while both send, make one welcome mail', async () => {
    const { id } = await first.host.payload.create({
      collection: 'payers',
      data: { email: 'clicked@example.test' },
      overrideAccess: true,
    })
    const click = (host: Host) =>
      host.call(`/api/payers/${id}`, { method: 'PATCH', body: { loginAccess: true }, headers: first.staff })
    const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => click(at % 2 ? first.host : second)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    await runJobs(first.host.payload)
    await Promise.all(workers.map((worker) => worker.stop()))
    workers = []
    expect(await first.inbox.mailsTo('clicked@example.test')).toHaveLength(1)
    const { rows } = await poolOf(first.host.payload).query(
      'select invite_status, invite_response from payer_portal_people where payer_id = $1',
      [id],
    )
    expect(rows).toEqual([{ invite_status: 'sent', invite_response: expect.stringMatching(/^250/) }])
  })
})
