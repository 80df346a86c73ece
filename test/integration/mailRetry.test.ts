import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { smtpAdapter } from 'payload-plugin-payer-portal/mail'
import { poolOf } from '../../src/base/database.ts'
import { bootHost } from '../helpers/host/bootHost.ts'
import { loginStaff } from '../helpers/loginStaff.ts'
import { runJobs } from '../helpers/mailJobs.ts'

describe('a mail server that does not take the mail', () => {
  it('is shown with its reason, and the retry sends the same mail', async () => {
    let refuses = true
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
          } else if (/^RCPT/i.test(line)) socket.write(refuses ? '450 mailbox busy\r\n' : '250 ok\r\n')
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
      refuses = false
      await poolOf(host.payload).query(
        `update graphile_worker._private_jobs set run_at = now() where payload->>'mail' is not null`,
      )
      await runJobs(host.payload)
      expect(await inviteOf()).toMatchObject({ status: 'sent', error: null })
      expect(messages).toHaveLength(1)
    } finally {
      await host.close()
      server.close()
    }
  })
})
