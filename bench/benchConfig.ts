import { postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig, type Config, type SanitizedConfig } from 'payload'
import { type PayerPortalOptions, payerPortal } from 'payload-plugin-payer-portal'
import { migrations } from '../demo/migrations/index.ts'

type Parts = { portal?: Partial<PayerPortalOptions>; config?: Partial<Config> }

/** The host of every measured server: staff in `users`, the plugin, the database named by the first argument. */
export const benchConfig = ({ portal = {}, config = {} }: Parts): Promise<SanitizedConfig> =>
  buildConfig({
    secret: 'a-secret-that-is-only-used-in-benchmarks-012345',
    serverURL: 'http://localhost:3000',
    editor: lexicalEditor(),
    db: postgresAdapter({
      pool: { connectionString: process.argv[2] ?? '', max: 20 },
      push: false,
      prodMigrations: migrations,
    }),
    telemetry: false,
    graphQL: { disable: true },
    typescript: { autoGenerate: false },
    collections: [{ slug: 'users', auth: true, fields: [] }],
    ...config,
    plugins: [
      payerPortal({
        timeZone: 'America/New_York',
        firmName: 'Bench',
        accounts: { 'operating-ny': { kind: 'operating', label: 'Operating' } },
        ...portal,
      }),
    ],
  })
