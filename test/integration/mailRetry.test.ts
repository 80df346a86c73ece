import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { smtpAdapter } from 'payload-plugin-payer-portal/mail'
import { poolOf } from '../../src/base/database.ts'
import { bootHost } from '../helpers/host/bootHost.ts'
import { loginStaff } from '../helpers/loginStaff.ts'
import { runJobs } from '../helpers/mailJobs.ts'

describe('a mail server that does not take the mail', () => {
  it('is shown with its reason and tried again; one that refuses the address for good is not, until staff send again', async () => {
    let refusal: string | null = '450 mailbox busy'
    const messages: string[] = []
    const server = createServer((socket) => {
      let body: string[] | null = null
      socket.write('220 test\r\n')
      socket.on('error', () => undefined)
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
          if (body && line !== '.') body.push(line)
          else if (body) {
            messages.push(body.join('\n'))
            body = null
            socket.write('250 taken\r\n')
          } else if (/^RCPT/i.test(line)) socket.write(`${refusal ?? '250 ok'}\r\n`)
          else if (/^DATA/i.test(line)) {
            body = []
            socket.write('354 go\r\n')
          } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
          else socket.write('250 ok\r\n')
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const email = smtpAdapter({
      url: `smtp://127.0.0.1:${port}`,
      defaultFromAddress: 'billing@firm.test',
      defaultFromName: 'Firm',
    })
    const host = await bootHost({ config: { email } })
    try {
      const staff = await loginStaff(host)
      const { body } = await host.call('/api/payers', {
        method: 'POST',
        body: { email: 'busy@example.test', loginAccess: true },
        headers: staff,
      })
      await runJobs(host.payload)
      const inviteOf = async () => (await host.call(`/api/payers/${body.doc.id}`, { headers: staff })).body.invite
      expect(await inviteOf()).toMatchObject({ status: 'failed', error: expect.stringContaining('450 mailbox busy') })
      refusal = null
      await poolOf(host.payload).query(
        `update graphile_worker._private_jobs set run_at = now() where payload->>'mail' is not null`,
      )
      await runJobs(host.payload)
      expect(await inviteOf()).toMatchObject({ status: 'sent', error: null })
      expect(messages).toHaveLength(1)
      refusal = '550 5.1.1 no such user'
      const gone = await host.call('/api/payers', {
        method: 'POST',
        body: { email: 'gone@example.test', loginAccess: true },
        headers: staff,
      })
      await runJobs(host.payload)
      const shown = (await host.call(`/api/payers/${gone.body.doc.id}`, { headers: staff })).body
      expect(shown).toMatchObject({
        mailProblem: expect.stringContaining('550 5.1.1 no such user'),
        invite: { status: 'failed', error: expect.stringContaining('no such user') },
      })
      const { rows } = await poolOf(host.payload).query(
        `select 1 from graphile_worker._private_jobs where payload->>'mail' is not null`,
      )
      expect(rows).toEqual([])
      refusal = null
      const again = { method: 'POST', headers: staff }
      expect((await host.call(`/api/payers/${gone.body.doc.id}/invite`, again)).status).toBe(200)
      await runJobs(host.payload)
      const healed = (await host.call(`/api/payers/${gone.body.doc.id}`, { headers: staff })).body
      expect(healed).toMatchObject({ mailProblem: null, invite: { status: 'sent' } })
    } finally {
      await host.close()
      server.close()
    }
  })
})
