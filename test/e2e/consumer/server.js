import { createServer } from 'payload-plugin-payer-portal/server'
import config from './payload.config.js'

const server = await createServer({ config, startWorker: true })
const { port } = await server.listen({ port: 0, host: '127.0.0.1' })
console.log(`listening on ${port}`)
process.once('SIGTERM', async () => {
  await server.close()
  process.exit(0)
})
