import type { CollectionConfig, Config, Plugin } from 'payload'
import { createAssociationsCollection } from '../collections/associations/createAssociationsCollection.ts'
import { createAuditCollection } from '../collections/audit/createAuditCollection.ts'
import { createInvoicesCollection } from '../collections/invoices/createInvoicesCollection.ts'
import { createPayersCollection } from '../collections/payers/createPayersCollection.ts'
import { createSettingsGlobal } from '../collections/settings/createSettingsGlobal.ts'
import { createTransactionsCollection } from '../collections/transactions/createTransactionsCollection.ts'
import { withRecordedLogins } from '../hooks/audit/recordStaffLogins.ts'
import { answerDatabaseRefusal } from '../hooks/errors/answerDatabaseRefusal.ts'
import { sayWhenToRetry } from '../hooks/errors/sayWhenToRetry.ts'
import { ERROR_LEVELS } from './base/errors.ts'
import { withSafeErrors } from './base/withSafeErrors.ts'
import { guardPool } from './database/guardPool.ts'
import { installGuards } from './database/installGuards.ts'
import { withPortalTables } from './database/withPortalTables.ts'
import { attentionEndpoints } from './endpoints/attentionEndpoints.ts'
import { notifyEndpoint } from './endpoints/connect/notifyEndpoint.ts'
import { connectEndpoints } from './endpoints/connectEndpoints.ts'
import { portalPeopleEndpoints } from './endpoints/people/peopleEndpoints.ts'
import { portalPaymentEndpoints } from './endpoints/portalPaymentEndpoints.ts'
import { portalReadEndpoints } from './endpoints/portalReadEndpoints.ts'
import { portalStaffEndpoints } from './endpoints/portalStaffEndpoints.ts'
import { guardWrites } from './endpoints/request/guardWrites.ts'
import { gatewayWebhookEndpoint } from './endpoints/webhook/gatewayWebhookEndpoint.ts'
import { mailWebhookEndpoint } from './endpoints/webhook/mailWebhookEndpoint.ts'
import { applyOverride } from './options/applyOverride.ts'
import { applySettingsOverride } from './options/applySettingsOverride.ts'
import { markBuilt } from './options/asBuilt.ts'
import { OPTIONS_KEY } from './options/portalOptions.ts'
import { resolveOptions } from './options/resolveOptions.ts'
import type { PayerPortalOptions, PortalOptions } from './options/types.ts'
import { withAdminViews } from './options/withAdminViews.ts'
import { refuseLostAccounts } from './payments/refuseLostAccounts.ts'

function portalCollections(options: PortalOptions): CollectionConfig[] {
  const defaults = {
    payers: createPayersCollection(),
    associations: createAssociationsCollection(),
    invoices: createInvoicesCollection(),
    transactions: createTransactionsCollection(),
  }
  const names = Object.keys(defaults) as (keyof typeof defaults)[]
  return names.map((name) =>
    applyOverride({
      defaultCollection: markBuilt(defaults[name]),
      override: options.overrides[name],
      replaceAccess: options.unsafeReplaceAccess[name],
    }),
  )
}

/** The host's own, of which the staff's logins are recorded. */
const hostCollections = ({ collections = [] }: Config, { staffCollection }: PortalOptions): CollectionConfig[] =>
  collections.map((one) => (one.slug === staffCollection ? withRecordedLogins(one) : one))

/**
 * The payer portal with Connect, as a Payload plugin. Throws at boot, naming the option, when the
 * options or the host's configuration cannot work safely.
 */
export const payerPortal =
  (given: PayerPortalOptions): Plugin =>
  (config: Config): Config => {
    const options = resolveOptions(given, config)
    return {
      ...config,
      custom: { ...config.custom, [OPTIONS_KEY]: options },
      admin: withAdminViews(config.admin),
      loggingLevels: { ...ERROR_LEVELS, ...config.loggingLevels },
      db: withPortalTables(config.db),
      hooks: {
        ...config.hooks,
        afterError: [answerDatabaseRefusal, sayWhenToRetry, ...(config.hooks?.afterError ?? [])],
      },
      onInit: async (payload) => {
        // What hangs on an error (parameters, rows) is nobody's business who reads the log.
        payload.logger = withSafeErrors(payload.logger)
        guardPool(payload)
        await installGuards(payload)
        if (options.enabled) await refuseLostAccounts(payload)
        await config.onInit?.(payload)
      },
      collections: [...hostCollections(config, options), ...portalCollections(options), createAuditCollection()],
      globals: [
        ...(config.globals ?? []),
        applySettingsOverride(createSettingsGlobal({ hasEditor: Boolean(config.editor) }), options.overrideSettings),
      ],
      endpoints: options.enabled
        ? [
            ...(config.endpoints ?? []),
            ...[
              ...portalReadEndpoints,
              ...portalPaymentEndpoints,
              ...portalStaffEndpoints,
              ...portalPeopleEndpoints,
              ...connectEndpoints,
              ...attentionEndpoints,
            ].map((endpoint) => guardWrites(endpoint)),
            ...[gatewayWebhookEndpoint, mailWebhookEndpoint, notifyEndpoint].map((endpoint) =>
              guardWrites(endpoint, null),
            ),
          ]
        : (config.endpoints ?? []),
    }
  }
