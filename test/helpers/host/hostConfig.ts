import { postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig, type Config, type SanitizedConfig } from 'payload'
import { type PayerPortalOptions, payerPortal } from 'payload-plugin-payer-portal'
import { migrations } from '../../../demo/migrations/index.ts'
import { trackedPg } from '../trackedPg.ts'

export const SERVER_URL = 'http://localhost:3000'

export type HostOptions = {
  databaseUrl: string
  portal?: Partial<PayerPortalOptions>
  config?: Partial<Config>
  poolSize?: number
}

export const defaultPortal: PayerPortalOptions = {
  timeZone: 'America/New_York',
  firmName: 'Marsh & Pell LLP',
  accounts: {
    'operating-ny': { kind: 'operating', label: 'Operating (New York)' },
    'operating-tokyo': { kind: 'operating', label: 'Operating (Tokyo)' },
    'trust-ny': { kind: 'trust', label: 'Trust (New York)' },
  },
  allowHeaderAuth: true,
}

/** The smallest host: staff in `users`, the plugin, real Postgres. */
export function hostConfig({
  databaseUrl,
  portal = {},
  config = {},
  poolSize = 10,
}: HostOptions): Promise<SanitizedConfig> {
  return buildConfig({
    secret: 'a-secret-that-is-only-used-in-tests-0123456789',
    serverURL: SERVER_URL,
    editor: lexicalEditor(),
    db: postgresAdapter({
      // The adapter brings its own copy of the types of `pg`.
      pg: trackedPg as unknown as NonNullable<Parameters<typeof postgresAdapter>[0]['pg']>,
      pool: { connectionString: databaseUrl, max: poolSize },
      push: false,
      prodMigrations: migrations,
    }),
    telemetry: false,
    graphQL: { disable: true },
    logger: { options: { level: process.env.TEST_LOG_LEVEL ?? 'silent' } },
    typescript: { autoGenerate: false },
    collections: [{ slug: 'users', auth: true, fields: [] }],
    ...config,
    plugins: [payerPortal({ ...defaultPortal, ...portal }), ...(config.plugins ?? [])],
  })
}
