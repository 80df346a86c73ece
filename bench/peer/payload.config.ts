import { postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig } from 'payload'

const text = (name: string) => ({ name, type: 'text' as const })
const amount = (name: string) => ({ name, type: 'number' as const })

/**
 * The peer: what a Payload user writes without this package. An auth collection, an invoices
 * collection with the same columns, and an access function with the same scope.
 */
export default buildConfig({
  secret: process.env.PAYLOAD_SECRET ?? '',
  editor: lexicalEditor(),
  db: postgresAdapter({
    pool: { connectionString: process.env.PEER_DATABASE_URL ?? '', max: 20 },
    push: process.env.PEER_PUSH === '1',
  }),
  telemetry: false,
  graphQL: { disable: true },
  typescript: { autoGenerate: false },
  collections: [
    { slug: 'users', auth: true, fields: [] },
    { slug: 'clients', auth: true, fields: [text('clientNumber')] },
    {
      slug: 'invoices',
      access: {
        read: ({ req }) => {
          if (req.user?.collection === 'users') return true
          const clientNumber = (req.user as { clientNumber?: string } | null)?.clientNumber
          return clientNumber ? { clientNumber: { equals: clientNumber } } : false
        },
      },
      fields: [
        text('number'),
        text('status'),
        text('clientNumber'),
        text('clientName'),
        text('matterNumber'),
        text('matterDescription'),
        { name: 'matters', type: 'array', fields: [text('matterNumber'), text('matterDescription')] },
        text('issuedOn'),
        text('dueOn'),
        text('currency'),
        amount('total'),
        amount('balance'),
        amount('pending'),
        text('account'),
        text('hold'),
        text('memo'),
        text('source'),
        text('externalId'),
      ],
    },
  ],
})
