// The worker that dies, or whose billing database does: its commits and its calls of the firm are fault points.
import { getPayload } from 'payload'
import { sqlSource } from 'payload-plugin-payer-portal/connect'
import { startWorker } from '../../../src/jobs/startWorker.ts'
import { hostConfig } from '../../helpers/host/hostConfig.ts'
import { LEDGER_MAPPING } from '../../helpers/ledgerDatabase.ts'
import { type Aim, arm, faultyCalls, installCommitPoints } from './faultPoints.ts'

installCommitPoints()
const connection = process.env.FIRM_URL ?? ''
const source = faultyCalls('firm', sqlSource({ ...LEDGER_MAPPING, connection }), ['post'])
const config = await hostConfig({
  databaseUrl: process.env.DATABASE_URL ?? '',
  portal: { sources: [source], syncSchedule: '0 0 1 1 *' },
})
const payload = await getPayload({ config })
await startWorker({ payload })
process.on('message', (aim: Aim) => {
  arm(aim)
  process.send?.('aimed')
})
process.send?.('ready')
