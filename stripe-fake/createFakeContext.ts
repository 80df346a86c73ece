import type { Keys } from './api/authenticate.ts'
import type { Fake } from './api/Fake.ts'
import { Idempotency } from './api/Idempotency.ts'
import type { Schemas } from './schemas/deriveSchemas.ts'
import { Judge } from './schemas/Judge.ts'
import type { ApiContext } from './server/answerApi.ts'
import { Store } from './state/Store.ts'

type Parts = { keys: Keys; schemas: Schemas; dataFile?: string; baseUrl?: () => string }

/** What the API works with, without a server around it. */
export function createFakeContext({ keys, schemas, dataFile, baseUrl = () => '' }: Parts): {
  fake: Fake
  api: ApiContext
} {
  const store = new Store(dataFile)
  const fake: Fake = { store, judge: new Judge(schemas), baseUrl, outbox: [] }
  return { fake, api: { fake, keys, idempotency: new Idempotency(store) } }
}
