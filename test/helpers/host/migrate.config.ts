// The configuration that `payload migrate:create` reads to write demo/migrations.
import path from 'node:path'
import { postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig } from 'payload'
import { payerPortal } from '../../../src/index.ts'
export default buildConfig({
  secret: 'a-secret-that-is-only-used-in-tests-0123456789',
  serverURL: 'http://localhost:3000',
  editor: lexicalEditor(),
  db: postgresAdapter({
    pool: { connectionString: process.env.DATABASE_URL ?? 'postgres://x@127.0.0.1:1/x' },
    push: false,
    migrationDir: path.resolve(import.meta.dirname, '../../../demo/migrations'),
  }),
  telemetry: false,
  graphQL: { disable: true },
  typescript: { autoGenerate: false },
  collections: [{ slug: 'users', auth: true, fields: [] }],
  plugins: [payerPortal({ timeZone: 'UTC', firmName: 'x', accounts: { a: { kind: 'operating', label: 'a' } } })],
})
