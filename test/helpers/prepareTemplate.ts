import { getPayload, type Migration } from 'payload'
import { migrateJobs } from '../../src/jobs/migrateJobs.ts'
import { databaseUrl, onServer, TEMPLATE } from './databases.ts'
import { hostConfig } from './host/hostConfig.ts'

// Makes the template database with the demo's own committed migrations, as a host would.
await onServer(`create database ${TEMPLATE}`)
const payload = await getPayload({ config: await hostConfig({ databaseUrl: databaseUrl(TEMPLATE) }) })
const { migrations } = await import('../../demo/migrations/index.ts')
await payload.db.migrate({ migrations: migrations as Migration[] })
await migrateJobs(payload)
await payload.destroy()
process.exit(0)
