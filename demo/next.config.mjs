import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { withPayload } from '@payloadcms/next/withPayload'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

export default withPayload(
  {
    poweredByHeader: false,
    turbopack: { root },
    outputFileTracingRoot: root,
    // `npm run check` compiles the demo; the build need not do it again.
    typescript: { ignoreBuildErrors: true },
    // Express and Next share one process: each of these must exist in it only once, or has parts that cannot be bundled.
    serverExternalPackages: [
      'payload',
      '@payloadcms/db-postgres',
      '@payloadcms/drizzle',
      'pg',
      'pg-copy-streams',
      'knex',
      'graphile-worker',
      'nodemailer',
      'stripe',
      'pdfmake',
      '@node-rs/argon2',
      'rate-limiter-flexible',
    ],
  },
  { devBundleServerPackages: false },
)
