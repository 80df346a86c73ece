import { getPayload } from 'payload'
import pg from 'pg'
import { migrateJobs } from '../../src/jobs/migrateJobs.ts'
import { serverUrl, TEMPLATE } from './databases.ts'
import { hostConfig } from './host/hostConfig.ts'

/** Makes the template database with the demo's own committed migrations, as a host would. */
const client = new pg.Client({ connectionString: `${serverUrl()}/postgres` })
await client.connect()
await client.query(`create database ${TEMPLATE}`)
await client.end()

const payload = await getPayload({ config: await hostConfig({ databaseUrl: `${serverUrl()}/${TEMPLATE}` }) })
const { migrations } = await import('../../demo/migrations/index.ts')
await payload.db.migrate({ migrations })
await migrateJobs(payload)
await payload.destroy()
process.exit(0)
