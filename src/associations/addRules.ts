import { commitTransaction, createLocalReq, initTransaction, killTransaction, type PayloadRequest } from 'payload'
import { recordAudits } from '../audit/recordAudit.ts'
import { type Queryable, transactionOf, withTransaction } from '../base/database.ts'
import { SLUGS } from '../base/slugs.ts'
import { areAsBuilt } from '../options/areAsBuilt.ts'
import { setterOf } from './setterOf.ts'
import { createdEntries, insertRules, knownKeys, lockPayers, type PayerRule, ruleKey } from './storeRules.ts'

/** The rules that their payers do not have yet, each once. */
export async function newRules(db: Queryable, rules: readonly PayerRule[]): Promise<PayerRule[]> {
  const known = new Set(await knownKeys(db, rules))
  return rules.filter((rule) => {
    const key = ruleKey(rule)
    if (known.has(key)) return false
    known.add(key)
    return true
  })
}

async function addTogether(req: PayloadRequest, rules: readonly PayerRule[]): Promise<PayerRule[]> {
  return await withTransaction(req.payload, async (tx) => {
    await lockPayers(
      tx,
      rules.map(({ payer }) => payer),
    )
    const fresh = await newRules(tx, rules)
    const stored = await insertRules(tx, { rules: fresh, setBy: setterOf(req) })
    await recordAudits(tx, { req, entries: createdEntries(stored) })
    return fresh
  })
}

async function create(req: PayloadRequest, rule: PayerRule): Promise<void> {
  await req.payload.create({
    collection: SLUGS.associations,
    data: {
      payer: rule.payer,
      clientNumber: rule.client_number,
      clientName: rule.client_name,
      matterNumber: rule.matter_number,
      matterDescription: rule.matter_description,
      invoiceNumber: rule.invoice_number,
      source: rule.source,
      effect: rule.effect as 'include' | 'exclude',
      ability: rule.ability as 'pay' | 'view',
      detail: rule.detail as 'full' | 'amounts',
      endsOn: rule.ends_on,
    },
    depth: 0,
    overrideAccess: false,
    user: req.user,
    req,
  })
}

/** Through the collection, so that the host's own hooks and checks see each of them. */
async function addEach(req: PayloadRequest, rules: readonly PayerRule[]): Promise<PayerRule[]> {
  const { headers, context } = req
  const own = await createLocalReq({ user: req.user as never, req: { headers, context: { ...context } } }, req.payload)
  await initTransaction(own)
  try {
    const tx = await transactionOf(own)
    await lockPayers(
      tx,
      rules.map(({ payer }) => payer),
    )
    const fresh = await newRules(tx, rules)
    for (const rule of fresh) await create(own, rule)
    await commitTransaction(own)
    return fresh
  } catch (error) {
    await killTransaction(own)
    throw error
  }
}

/**
 * Adds those rules that their payers do not have yet, with the caller's rights, in one transaction: all of them or none. Answers
 * those that were added. Throws `payer_not_found`, `payer_archived`, or what the host's own hooks throw.
 */
export const addRules = (req: PayloadRequest, rules: readonly PayerRule[]): Promise<PayerRule[]> =>
  areAsBuilt(req.payload, [SLUGS.associations]) ? addTogether(req, rules) : addEach(req, rules)
