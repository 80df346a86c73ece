import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig } from 'payload'
import { payerPortal, staffRoles } from 'payload-plugin-payer-portal'
import { smtpAdapter } from 'payload-plugin-payer-portal/mail'
import { stripeGateway } from 'payload-plugin-payer-portal/stripe'
import { firmAccounts } from './firm/firmAccounts.ts'
import { firmSource } from './firm/firmSource.ts'
import { migrations } from './migrations/index.ts'
import { createUsersCollection } from './staff/createUsersCollection.ts'

const dirname = path.dirname(fileURLToPath(import.meta.url))
const env = process.env
const billing = env.BILLING_READ_URL || env.BILLING_DATABASE_URL
const serverURL = env.SERVER_URL || `http://localhost:${env.PORT || 3000}`

const gateway =
  env.STRIPE_SECRET_KEY && env.STRIPE_PUBLISHABLE_KEY && env.STRIPE_WEBHOOK_SECRET
    ? stripeGateway({
        secretKey: env.STRIPE_SECRET_KEY,
        publishableKey: env.STRIPE_PUBLISHABLE_KEY,
        webhookSecret: env.STRIPE_WEBHOOK_SECRET,
        // Only the stand-in speaks Stripe's API at another address.
        ...(env.STRIPE_API_BASE ? { apiBase: env.STRIPE_API_BASE, scriptUrl: `${env.STRIPE_API_BASE}/stripe.js` } : {}),
      })
    : undefined

export default buildConfig({
  secret: env.PAYLOAD_SECRET ?? '',
  serverURL,
  csrf: [serverURL],
  telemetry: false,
  graphQL: { disable: true },
  admin: {
    user: 'users',
    avatar: 'default',
    importMap: { baseDir: dirname, importMapFile: path.join(dirname, 'app/(payload)/admin/importMap.js') },
    meta: { titleSuffix: ' · Finch & Harrow LLP' },
  },
  editor: lexicalEditor(),
  db: postgresAdapter({
    pool: { connectionString: env.DATABASE_URL ?? '', max: 20 },
    push: false,
    migrationDir: path.join(dirname, 'migrations'),
    prodMigrations: migrations,
  }),
  email: smtpAdapter({
    url: env.SMTP_URL ?? 'smtp://127.0.0.1:1025',
    defaultFromAddress: 'billing@finch-harrow.test',
    defaultFromName: 'Finch & Harrow LLP',
  }),
  typescript: { outputFile: path.join(dirname, 'payload-types.ts'), autoGenerate: false },
  collections: [createUsersCollection({ isSecure: serverURL.startsWith('https:') })],
  plugins: [
    payerPortal({
      timeZone: 'America/New_York',
      firmName: 'Finch & Harrow LLP',
      sources: billing ? [firmSource(billing, env.BILLING_POSTING_URL)] : [],
      accounts: firmAccounts,
      ...(gateway ? { gateway } : {}),
      mailFrom: { address: 'billing@finch-harrow.test', name: 'Finch & Harrow LLP' },
      staffMay: staffRoles(),
      // Wrong values are refused by the plugin.
      ...(env.SECOND_FACTOR ? { secondFactor: env.SECOND_FACTOR as 'required' } : {}),
      allowHeaderAuth: true,
    }),
  ],
})
