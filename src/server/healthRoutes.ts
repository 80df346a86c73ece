import { type RequestHandler, Router } from 'express'
import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'

type Args = { payload: Payload; isClosing: () => boolean }

const TIMEOUT_MS = 2000

async function databaseAnswers(payload: Payload): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The database does not answer.')), TIMEOUT_MS)
  })
  try {
    await Promise.race([poolOf(payload).query('select 1'), timeout])
    return true
  } catch (error) {
    payload.logger.warn({ err: error }, 'Not ready')
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** `/healthz`: the process lives. `/readyz`: it can serve, so not while it stops or without its database. */
export function healthRoutes({ payload, isClosing }: Args): RequestHandler {
  const router = Router()
  router.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store')
    next()
  })
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' })
  })
  router.get('/readyz', async (_req, res) => {
    const isReady = !isClosing() && (await databaseAnswers(payload))
    res.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready' })
  })
  return router
}
