import { postgresAdapter } from '@payloadcms/db-postgres'
import type { CollectionConfig, Config } from 'payload'
import type { PayerPortalOptions } from 'payload-plugin-payer-portal'

const SECRET = 'kT9-wq3_Zb7yQm1xLr5vNc8sDf2gHj4p'
const users: CollectionConfig = { slug: 'users', auth: true, fields: [] }
/** A Payload config on which the portal boots. */
export const config = {
  serverURL: 'https://pay.example.com',
  secret: SECRET,
  csrf: ['https://pay.example.com', 'https://www.example.com'],
  cors: { origins: ['https://www.example.com'], headers: ['x-payer'] },
  graphQL: { disable: true },
  collections: [users],
  db: postgresAdapter({ pool: {} }),
} as unknown as Config
/** Options with which it boots. */
export const options: PayerPortalOptions = {
  timeZone: 'America/New_York',
  firmName: 'Marsh & Pell',
  accounts: { operating: { kind: 'operating', label: 'Operating' } },
  mailFrom: { address: 'billing@firm.test', name: 'Billing' },
  mailWebhookSecret: `${SECRET}-1`,
  encryptionSecrets: [`${SECRET}-2`, `${SECRET}-3`],
  trustedProxies: 2,
  times: { reset: 600 },
  syncSchedule: '*/5 8-18 * * 1-5',
  overrides: {
    payers: ({ defaultCollection }) => ({
      ...defaultCollection,
      fields: [...defaultCollection.fields, { name: 'costCentre', type: 'text' }],
    }),
  },
}
type Row = [what: string, given: unknown, host: unknown, name: string, instead: RegExp]
const source = (key: unknown) => ({ key, label: 'Firm', close: () => Promise.resolve() })

/** What boot refuses of the options, the option's path in the message, and what the message says to write. */
export const OPTIONS: Row[] = [
  ['a typo', { trustedProxy: 1 }, {}, 'trustedProxy', /Did you mean `trustedProxies`\?/],
  ['another case', { Timezone: 'UTC' }, {}, 'Timezone', /Did you mean `timeZone`\?/],
  ['a name of no option', { colour: 'red' }, {}, 'colour', /is not an option\. Write one of timeZone, /],
  ['a typo in a time', { times: { sesion: 60 } }, {}, 'times.sesion', /Did you mean `session`\?/],
  ['a wrong collection', { overrides: { payer: () => users } }, {}, 'overrides.payer', /Did you mean `payers`\?/],
  [
    'a wrong operation',
    { unsafeReplaceAccess: { payers: { raed: () => true } } },
    {},
    'unsafeReplaceAccess.payers.raed',
    /Did you mean `read`\?/,
  ],
  [
    'a typo in an account',
    { accounts: { a: { kind: 'trust', label: 'A', knid: 1 } } },
    {},
    'accounts.a.knid',
    /Did you mean `kind`\?/,
  ],
  ...(
    [
      ['a typo in the settings of postings', { ledgerCod: 'x' }, 'ledgerCod', /Did you mean `ledgerCode`\?/],
      ['a blank code', { bankAccount: ' ' }, 'bankAccount', /a text in one line/],
      ['a message of two lines', { arMessage: 'a\nb' }, 'arMessage', /a text in one line/],
      ['one transaction type of two', { transactionType: { payment: 'R' } }, 'transactionType.reversal', /one each/],
      ['an unknown date', { postedDate: 'due' }, 'postedDate', /payment or posting/],
      ['a text for a switch', { automatic: 'no' }, 'automatic', /true or false/],
      ['another way past a closed period', { whenClosed: 'post' }, 'whenClosed', /wait or first_open_day/],
    ] as const
  ).map(
    ([what, posting, name, instead]): Row => [
      what,
      { accounts: { a: { kind: 'trust', label: 'A', posting } } },
      {},
      `accounts.a.posting.${name}`,
      instead,
    ],
  ),
  ['no time zone', { timeZone: undefined }, {}, 'timeZone', /IANA name such as America/],
  ['an unknown time zone', { timeZone: 'Mars/Olympus' }, {}, 'timeZone', /Mars\/Olympus.*IANA name such as America/],
  ['no firm name', { firmName: ' ' }, {}, 'firmName', /is required/],
  ['no accounts', { accounts: {} }, {}, 'accounts', /kind: 'operating'/],
  ['no accounts at all', { accounts: undefined }, {}, 'accounts', /kind: 'operating'/],
  [
    'a bad key',
    { accounts: { Main: { kind: 'trust', label: 'x' } } },
    {},
    'accounts.Main',
    /lowercase letters, digits and dashes/,
  ],
  ['an account without kind', { accounts: { main: { label: 'x' } } }, {}, 'accounts.main.kind', /operating or trust/],
  ['an account without label', { accounts: { main: { kind: 'trust' } } }, {}, 'accounts.main.label', /is required/],
  [
    'two sources of one key',
    { sources: [source('firm'), source('firm')] },
    {},
    'sources',
    /two sources with the key firm/,
  ],
  [
    'a source without a good key',
    { sources: [source('Firm 1')] },
    {},
    'sources',
    /lowercase letters, digits and dashes/,
  ],
  ['sources that are no list', { sources: source('firm') }, {}, 'sources', /must be a list/],
  ['a long invite', { times: { invite: 8 * 86_400 } }, {}, 'times.invite', /7 days at the most/],
  ['no time at all', { times: { reset: 0 } }, {}, 'times.reset', /whole number of seconds/],
  ['a time as text', { times: { session: '60' } }, {}, 'times.session', /whole number of seconds/],
  ['an unknown second factor', { secondFactor: 'sometimes' }, {}, 'secondFactor', /off, offered or required/],
  ['no encryption secret', { encryptionSecrets: [] }, {}, 'encryptionSecrets', /at least one secret/],
  ['a short encryption secret', { encryptionSecrets: [SECRET, 'short'] }, {}, 'encryptionSecrets[1]', /openssl rand/],
  [
    'a weak encryption secret',
    { encryptionSecrets: ['ab'.repeat(20)] },
    {},
    'encryptionSecrets[0]',
    /too easy to guess/,
  ],
  ['a short webhook secret', { mailWebhookSecret: 'whsec' }, {}, 'mailWebhookSecret', /at least 32 characters/],
  ['an empty webhook secret', { mailWebhookSecret: '' }, {}, 'mailWebhookSecret', /at least 32 characters/],
  ['a webhook secret that is no text', { mailWebhookSecret: 1234 }, {}, 'mailWebhookSecret', /at least 32 characters/],
  [
    'a sender with two addresses',
    { mailFrom: { address: 'a@b.test,c@d.test', name: 'x' } },
    {},
    'mailFrom.address',
    /one plain address/,
  ],
  [
    'a sender with two lines',
    { mailFrom: { address: 'a@b.test', name: 'x\r\nBcc: v@v.test' } },
    {},
    'mailFrom.name',
    /one line/,
  ],
  ['every proxy', { trustedProxies: true }, {}, 'trustedProxies', /whole number from 0 to 16/],
  ['proxies as text', { trustedProxies: '1' }, {}, 'trustedProxies', /whole number from 0 to 16/],
  ['proxies below zero', { trustedProxies: -1 }, {}, 'trustedProxies', /whole number from 0 to 16/],
  ['a thousand proxies', { trustedProxies: 1000 }, {}, 'trustedProxies', /whole number from 0 to 16/],
  ['a share of nothing', { maxVanishingShare: 0 }, {}, 'maxVanishingShare', /above 0 and at most 1/],
  ['a secret of no source', { syncSecrets: { other: 'x' } }, {}, 'syncSecrets.other', /is the key of no source/],
  ['hours as text', { fullReadHours: '24' }, {}, 'fullReadHours', /must be a number of hours/],
  ['a share as text', { maxVanishingShare: '0.5' }, {}, 'maxVanishingShare', /above 0 and at most 1/],
  ['a schedule in words', { syncSchedule: 'every hour' }, {}, 'syncSchedule', /five parts/],
  ['an outage that is neither', { whenSourceDown: 'pause' }, {}, 'whenSourceDown', /accept or stop/],
  ['a switch as text', { allowHeaderAuth: 'false' }, {}, 'allowHeaderAuth', /true or false/],
  ['another switch as text', { enabled: 'no' }, {}, 'enabled', /true or false/],
  ['staff that is no function', { isStaff: true }, {}, 'isStaff', /must be a function/],
  ['an override that is no function', { overrides: { payers: users } }, {}, 'overrides.payers', /must be a function/],
  ['staff that is no collection', { staffCollection: 'clerks' }, {}, 'staffCollection', /`clerks`.*write the slug/],
  [
    'staff without a login',
    { staffCollection: 'pages' },
    { collections: [users, { slug: 'pages', fields: [] }] },
    'staffCollection',
    /`auth: true`/,
  ],
]
/** What boot refuses of the host's Payload config in production. */
export const HOST: Row[] = [
  ['no address', {}, { serverURL: '' }, 'serverURL', /is required.*https:\/\/pay/],
  ['an address with a path', {}, { serverURL: 'https://pay.example.com/a' }, 'serverURL', /must be an origin/],
  ['another protocol', {}, { serverURL: 'ftp://pay.example.com' }, 'serverURL', /must be an origin/],
  ['http', {}, { serverURL: 'http://pay.example.com' }, 'serverURL', /https:\/\/ in production/],
  ['http that looks local', {}, { serverURL: 'http://localhost.example.com' }, 'serverURL', /https:\/\/ in production/],
  ['no secret', {}, { secret: undefined }, 'secret', /openssl rand/],
  ['a short secret', {}, { secret: 'short' }, 'secret', /at least 32 characters/],
  ["a template's secret", {}, { secret: 'YOUR_SECRET_HERE-YOUR_SECRET_HERE' }, 'secret', /placeholder/],
  ['a secret to be changed', {}, { secret: 'please-change-me-before-going-live-2026' }, 'secret', /placeholder/],
  ['a weak secret', {}, { secret: 'a'.repeat(64) }, 'secret', /too easy to guess/],
  ['every site in csrf', {}, { csrf: ['*'] }, 'csrf', /every site.*write origins/],
  ['csrf that is no list', {}, { csrf: 'https://pay.example.com' }, 'csrf', /must be a list/],
  ['a csrf entry with a path', {}, { csrf: ['https://pay.example.com/'] }, 'csrf', /no origin/],
  ['a csrf entry over http', {}, { csrf: ['http://www.example.com'] }, 'csrf', /https:\/\/ in production/],
  ['every site in cors', {}, { cors: '*' }, 'cors', /every site.*write origins/],
  ['every site in the list of cors', {}, { cors: ['*'] }, 'cors', /every site/],
  ['every site in the origins of cors', {}, { cors: { origins: '*', headers: [] } }, 'cors', /every site/],
  [
    'a foreign site in cors',
    {},
    { cors: ['https://partner.example'] },
    'cors',
    /read with the cookies.*under `csrf` too/,
  ],
  [
    'autoLogin',
    {},
    { admin: { user: 'users', autoLogin: { email: 'a@b.test' } } },
    'admin.autoLogin',
    /off in production/,
  ],
  ['GraphQL as it comes', {}, { graphQL: undefined }, 'graphQL', /\{ disable: true \}, or \{ maxComplexity: 500 \}/],
  ['GraphQL without a limit', {}, { graphQL: { maxComplexity: 0 } }, 'graphQL', /without a limit/],
  ['GraphQL with hardly a limit', {}, { graphQL: { maxComplexity: 1e9 } }, 'graphQL', /without a limit/],
  ['the plugin twice', {}, { custom: { payerPortal: {} } }, 'plugins', /twice/],
  ...['payers', 'associations', 'invoices', 'transactions', 'audit-log'].map(
    (slug): Row => [
      `a collection ${slug}`,
      {},
      { collections: [users, { slug, fields: [] }] },
      'collections',
      new RegExp(`\`${slug}\`.*rename yours`),
    ],
  ),
  [
    'our global',
    {},
    { globals: [{ slug: 'portal-settings', fields: [] }] },
    'globals',
    /`portal-settings`.*rename yours/,
  ],
]
