import type { GlobalConfig, Tab } from 'payload'
import { staffMay } from '../../access/rules/staffMay.ts'
import { nobody, staffOnly } from '../../access/rules/staffOnly.ts'
import { recordSettingsChange } from '../../hooks/audit/recordSettingsChange.ts'
import { refuseForeignWrites } from '../../hooks/refuseForeignWrites.ts'
import { SLUGS } from '../../src/base/slugs.ts'

const isColor = (value: unknown): true | string =>
  !value || /^#[0-9a-fA-F]{6}$/.test(String(value)) || 'A colour such as #1d4ed8.'
const isOwnPath = (value: unknown): true | string =>
  !value || /^\/(?![/\\])[\w\-./]{1,200}$/.test(String(value)) || 'A path on this site such as /logo.png.'

const textsTab: Tab = {
  label: 'Texts',
  fields: [
    { name: 'welcome', type: 'richText', label: 'Welcome message in the portal' },
    { name: 'inviteText', type: 'richText', label: 'Text of the welcome mail' },
    { name: 'receiptText', type: 'richText', label: 'Text of the receipt mail' },
  ],
}

/** The firm's name, look and, where the host has an editor, texts. Payers read of it what the portal shows, through `/api/portal/settings`. */
export const createSettingsGlobal = ({ hasEditor }: { hasEditor: boolean }): GlobalConfig => ({
  slug: SLUGS.settings,
  label: 'Portal settings',
  admin: { group: 'Payer Portal' },
  access: { read: staffOnly, update: staffMay('settings.write'), readVersions: nobody },
  lockDocuments: false,
  hooks: { beforeOperation: [refuseForeignWrites], afterChange: [recordSettingsChange] },
  fields: [
    {
      type: 'tabs',
      tabs: [
        {
          label: 'Firm',
          fields: [
            {
              name: 'firmName',
              type: 'text',
              maxLength: 200,
              admin: { description: 'Blank: the name from the configuration.' },
            },
            {
              name: 'logo',
              type: 'text',
              validate: isOwnPath,
              admin: { description: 'Path of an image on this site, for example /logo.svg.' },
            },
            { name: 'accentColor', type: 'text', validate: isColor },
            { name: 'contactEmail', type: 'email' },
          ],
        },
        ...(hasEditor ? [textsTab] : []),
        {
          label: 'Consent',
          fields: [
            {
              name: 'consentText',
              type: 'textarea',
              maxLength: 2000,
              admin: {
                description: 'What a payer agrees to when a payment method is saved. Blank: the built-in text.',
              },
            },
            {
              name: 'consentVersion',
              type: 'number',
              defaultValue: 1,
              admin: { readOnly: true, description: 'Raised by every change of the text.' },
            },
          ],
        },
      ],
    },
  ],
})
