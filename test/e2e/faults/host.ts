// The host that dies: the whole server with a worker, whose commits and network calls are fault points.
import type { EmailAdapter } from 'payload'
import { smtpAdapter } from 'payload-plugin-payer-portal/mail'
import { createServer } from 'payload-plugin-payer-portal/server'
import { stripeGateway } from 'payload-plugin-payer-portal/stripe'
import { firmAccounts } from '../../../demo/firm/firmAccounts.ts'
import { firmSource } from '../../../demo/firm/firmSource.ts'
import { hostConfig } from '../../helpers/host/hostConfig.ts'
import { arm, faultyCalls, installCommitPoints } from './faultPoints.ts'
import { STRIPE_KEYS } from './stripeKeys.ts'

const need = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

installCommitPoints()

const gateway = faultyCalls('gateway', stripeGateway({ ...STRIPE_KEYS, apiBase: need('STRIPE_URL') }), [
  'ensureCustomer',
  'createPayment',
  'confirmPayment',
  'retrievePayment',
  'cancelPayment',
])
const source = faultyCalls('firm', firmSource(need('FIRM_URL')), ['post'])
const smtp = smtpAdapter({
  url: need('SMTP_URL'),
  defaultFromAddress: 'billing@firm.test',
  defaultFromName: 'The firm',
})
const email: EmailAdapter = (args) => faultyCalls('smtp', (smtp as EmailAdapter)(args), ['sendEmail'])

const config = await hostConfig({
  databaseUrl: need('DATABASE_URL'),
  config: { email },
  portal: { accounts: firmAccounts, gateway, sources: [source], times: { paymentLease: 2 }, syncSchedule: '0 0 1 1 *' },
})
const server = await createServer({ config, startWorker: true })
await server.listen({ port: Number(need('PORT')), host: '127.0.0.1' })
process.once('SIGUSR2', () => {
  arm()
  process.stdout.write('armed\n')
})
process.stdout.write('listening\n')
