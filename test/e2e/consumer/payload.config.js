import { postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig } from 'payload'
import { payerPortal } from 'payload-plugin-payer-portal'

export default buildConfig({
  secret: process.env.PAYLOAD_SECRET,
  serverURL: 'http://localhost:3000',
  editor: lexicalEditor(),
  graphQL: { disable: true },
  db: postgresAdapter({ pool: { connectionString: process.env.DATABASE_URL }, push: false }),
  collections: [{ slug: 'users', auth: true, fields: [] }],
  plugins: [
    payerPortal({
      timeZone: 'America/New_York',
      firmName: 'Marsh & Pell LLP',
      accounts: { operating: { kind: 'operating', label: 'Operating account' } },
    }),
  ],
})
